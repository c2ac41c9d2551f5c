package io.github.batonha.cli.certificates;

import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.function.Supplier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** Reads a private key in any form that OpenSSL writes: PKCS#8 with a passphrase or without, PKCS#1, SEC 1. */
final class ForeignKey {
    private ForeignKey() {}

    /** @param passphrase asked for where the key has one */
    static PrivateKey read(Path file, Supplier<char[]> passphrase) {
        try (var parser = new PEMParser(Files.newBufferedReader(file, StandardCharsets.US_ASCII))) {
            for (var part = parser.readObject(); part != null; part = parser.readObject()) {
                switch (part) {
                    case PrivateKeyInfo key -> {
                        return new JcaPEMKeyConverter().getPrivateKey(key);
                    }
                    case PEMKeyPair pair -> {
                        return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
                    }
                    case PKCS8EncryptedPrivateKeyInfo locked -> {
                        return new JcaPEMKeyConverter()
                                .getPrivateKey(
                                        locked.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                                                .setProvider(new BouncyCastleProvider())
                                                .build(passphrase.get())));
                    }
                    case PEMEncryptedKeyPair locked -> {
                        return new JcaPEMKeyConverter()
                                .getPrivateKey(locked.decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                                                .setProvider(new BouncyCastleProvider())
                                                .build(passphrase.get()))
                                        .getPrivateKeyInfo());
                    }
                    default -> {
                        // Parameters of a curve, a certificate: the key stands behind them.
                    }
                }
            }
        } catch (PEMException | PKCSException | OperatorCreationException e) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "%s can't be opened: %s".formatted(file, e.getMessage()),
                    "give the right passphrase",
                    e);
        } catch (FileSystemException e) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "%s can't be read: %s".formatted(file, e),
                    "name a file that is there with --key",
                    e);
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.FAILED, "%s is no PEM: %s".formatted(file, e.getMessage()), "", e);
        }
        throw new CommandFailed(ExitCode.FAILED, file + " holds no private key", "give a file in PEM with --key");
    }
}
