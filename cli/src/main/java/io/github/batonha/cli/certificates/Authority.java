package io.github.batonha.cli.certificates;

import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.conf.certificates.CertificateFiles;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.parsing.HostAddress;
import io.github.batonha.supervision.os.AtomicFile;
import io.github.batonha.supervision.os.AtomicFile.Durability;
import io.github.batonha.supervision.os.FileMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An authority of one's own in a folder: {@code key.pem}, and {@code ca.pem} with its certificate first and, while it takes the place
 * of an earlier one, that one's behind it. All keys are on the curve P-256. Methods block on files.
 */
public final class Authority {
    private static final String SIGNED_WITH = "SHA256withECDSA";
    /** The clocks of other hosts may be behind. */
    private static final Duration EARLIER = Duration.ofHours(1);

    private static final int SERIAL_BITS = 127;
    private static final int DATE = "2026-11-29".length();

    private final Path folder;
    private final PrivateKey key;
    private final List<X509Certificate> trusted;

    private Authority(Path folder, PrivateKey key, List<X509Certificate> trusted) {
        this.folder = folder;
        this.key = key;
        this.trusted = trusted;
    }

    /** Whether the folder has one. */
    public static boolean isIn(Path folder) {
        return Files.exists(key(folder));
    }

    /**
     * Makes one, beside those that the folder has trusted so far.
     *
     * @param passphrase of its key; empty for none, which leaves its safety to the mode 0600 of its file
     */
    public static Authority create(Path folder, char[] passphrase, Instant now, Duration valid) {
        try {
            if (!Files.isDirectory(folder)) {
                FileMode.OWNERS_FOLDER.folder(folder);
            }
            var earlier = Files.exists(certificates(folder))
                    ? CertificateFiles.certificates(certificates(folder))
                    : List.<X509Certificate>of();
            var pair = pair();
            var name = named("baton authority %s %08x"
                    .formatted(now.toString().substring(0, DATE), new SecureRandom().nextInt()));
            var builder = builder(name, name, pair.getPublic(), now, valid)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            var all = new ArrayList<>(List.of(signed(builder, pair.getPrivate())));
            all.addAll(earlier);
            var text = passphrase.length == 0
                    ? PemText.of(pair.getPrivate())
                    : PemText.encrypted(pair.getPrivate(), passphrase);
            AtomicFile.writeForOwner(key(folder), text, Durability.POWER_LOSS);
            AtomicFile.writeForEverybody(certificates(folder), PemText.of(all), Durability.POWER_LOSS);
            return new Authority(folder, pair.getPrivate(), all);
        } catch (IOException e) {
            throw new UncheckedIOException("The authority can't be written to " + folder, e);
        }
    }

    /**
     * Reads the one of a folder.
     *
     * @param passphrase asked for where its key has one
     * @throws CommandFailed if there is none, or the passphrase is wrong
     */
    public static Authority open(Path folder, Supplier<char[]> passphrase) {
        if (!isIn(folder)) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "There is no authority in " + folder,
                    "make one with `baton certificates init`, or name its folder with --ca");
        }
        try {
            var key = ForeignKey.read(key(folder), passphrase);
            return new Authority(folder, key, CertificateFiles.certificates(certificates(folder)));
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED, "The authority in %s can't be read: %s".formatted(folder, e), "", e);
        }
    }

    /** Its own certificate. */
    public X509Certificate certificate() {
        return trusted.getFirst();
    }

    /** Writes a new key and certificate of a host, and whom it trusts. */
    public void issue(HostDefinition host, CertificateFiles to, Instant now, Duration valid) {
        issue(
                host.name(),
                names(host),
                new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth},
                to,
                now,
                valid);
    }

    /**
     * Writes a new key and certificate of a person or program, and whom it trusts. No agent can use it.
     *
     * @param name an e-mail address, or else a DNS name
     */
    public void issueUser(String name, CertificateFiles to, Instant now, Duration valid) {
        var kind = name.contains("@") ? GeneralName.rfc822Name : GeneralName.dNSName;
        issue(
                name,
                new GeneralNames(new GeneralName(kind, name)),
                new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth},
                to,
                now,
                valid);
    }

    private void issue(
            String name,
            GeneralNames names,
            KeyPurposeId[] purposes,
            CertificateFiles to,
            Instant now,
            Duration valid) {
        try {
            var pair = pair();
            var extensions = new JcaX509ExtensionUtils();
            var builder = builder(
                            new JcaX509CertificateHolder(certificate()).getSubject(),
                            named(name),
                            pair.getPublic(),
                            now,
                            valid)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes))
                    .addExtension(Extension.subjectAlternativeName, false, names)
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            extensions.createAuthorityKeyIdentifier(
                                    certificate().getPublicKey()));
            write(to, pair.getPrivate(), List.of(signed(builder, key)), trusted);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The certificate of %s can't be issued".formatted(name), e);
        }
    }

    /** Writes whom a node trusts, and leaves its own pair as it is. */
    public void trust(CertificateFiles to) {
        try {
            AtomicFile.writeForEverybody(to.authorities(), PemText.of(trusted), Durability.POWER_LOSS);
        } catch (IOException e) {
            throw new UncheckedIOException("%s can't be written".formatted(to.authorities()), e);
        }
    }

    /** Trusts those no more that were before it. */
    public Authority withoutEarlier() {
        var newest = List.of(certificate());
        try {
            AtomicFile.writeForEverybody(certificates(folder), PemText.of(newest), Durability.POWER_LOSS);
            return new Authority(folder, key, newest);
        } catch (IOException e) {
            throw new UncheckedIOException("%s can't be written".formatted(certificates(folder)), e);
        }
    }

    /** The authorities first and the key last: who reads in between finds nothing that it trusts too early. */
    static void write(CertificateFiles to, PrivateKey key, List<X509Certificate> chain, List<X509Certificate> trusted)
            throws IOException {
        Files.createDirectories(to.folder());
        AtomicFile.writeForEverybody(to.authorities(), PemText.of(trusted), Durability.POWER_LOSS);
        AtomicFile.writeForEverybody(to.certificate(), PemText.of(chain), Durability.POWER_LOSS);
        AtomicFile.writeForOwner(to.key(), PemText.of(key), Durability.POWER_LOSS);
    }

    private static Path key(Path folder) {
        return folder.resolve("key.pem");
    }

    private static Path certificates(Path folder) {
        return folder.resolve("ca.pem");
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK has no curve P-256", e);
        }
    }

    private static X500Name named(String name) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Instant now, Duration valid) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, new SecureRandom()),
                Date.from(now.minus(EARLIER)),
                Date.from(now.plus(valid)),
                subject,
                key);
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNED_WITH).build(key)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("The certificate can't be signed", e);
        }
    }

    private static GeneralNames names(HostDefinition host) {
        var names = new ArrayList<>(List.of(new GeneralName(GeneralName.dNSName, host.name())));
        if (!host.address().equalsIgnoreCase(host.name())) {
            names.add(new GeneralName(
                    HostAddress.isNumeric(host.address()) ? GeneralName.iPAddress : GeneralName.dNSName,
                    host.address()));
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }
}
