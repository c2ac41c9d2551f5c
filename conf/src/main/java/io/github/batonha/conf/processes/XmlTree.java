package io.github.batonha.conf.processes;

import com.ctc.wstx.stax.WstxInputFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.xml.XmlFactory;
import com.fasterxml.jackson.dataformat.xml.deser.FromXmlParser;
import io.github.batonha.conf.files.ConfFile;
import io.github.batonha.conf.report.Findings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads an XML file with Jackson's stream of tokens, which knows the line of each. Document types and external entities are
 * never loaded.
 */
final class XmlTree {

    private static final XmlFactory FACTORY =
            XmlFactory.builder().xmlInputFactory(secure()).build();

    private final JsonParser parser;

    private XmlTree(JsonParser parser) {
        this.parser = parser;
    }

    private static XMLInputFactory secure() {
        var factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    /** The outermost tag; empty, with a problem reported, if the file is not well-formed. */
    static Optional<Element> read(ConfFile file, String text, Findings findings) {
        try (var parser = (FromXmlParser) FACTORY.createParser(text)) {
            var first = parser.nextToken();
            var name = parser.getStaxReader().getLocalName();
            var root = new XmlTree(parser)
                    .element(name, parser.currentTokenLocation().getLineNr(), first);
            checkEnd(file, name, parser.getStaxReader(), findings);
            return Optional.of(root);
        } catch (JsonProcessingException e) {
            findings.problem(file.at(line(e)), "is not well-formed XML: " + reason(e));
        } catch (IOException e) {
            findings.problem(file.at(0), "is not well-formed XML: " + firstLine(e));
        }
        return Optional.empty();
    }

    /** Jackson stops at the end of the outermost tag: what stands behind it would be lost without a word. */
    private static void checkEnd(ConfFile file, String root, XMLStreamReader reader, Findings findings) {
        try {
            while (reader.hasNext()) {
                reader.next();
            }
        } catch (XMLStreamException e) {
            var line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
            findings.problem(
                    file.at(line),
                    "something stands behind </%s>, where the file ends, and would not be read: move it in front of </%s>, or remove it"
                            .formatted(root, root));
        }
    }

    private Element element(String name, int line, JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            var text = token == JsonToken.VALUE_NULL ? "" : parser.getText();
            return new Element(name, line, text.strip(), new ArrayList<>());
        }
        var text = new StringBuilder();
        var children = new ArrayList<Element>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var child = parser.currentName();
            var childLine = parser.currentTokenLocation().getLineNr();
            var content = element(child, childLine, parser.nextToken());
            if (child.isEmpty()) {
                // A line's end parts what stood on both sides of a tag, as in the file.
                text.append(text.isEmpty() || content.text().isEmpty() ? "" : "\n")
                        .append(content.text());
            } else {
                children.add(content);
            }
        }
        return new Element(name, line, text.toString(), children);
    }

    private static int line(JsonProcessingException e) {
        if (e.getLocation() != null && e.getLocation().getLineNr() > 0) {
            return e.getLocation().getLineNr();
        }
        // In front of the outermost tag only the parser below knows where it is.
        return e.getCause() instanceof XMLStreamException cause && cause.getLocation() != null
                ? Math.max(0, cause.getLocation().getLineNumber())
                : 0;
    }

    private static String reason(JsonProcessingException e) {
        return e.getCause() instanceof XMLStreamException cause ? firstLine(cause) : firstLine(e);
    }

    /** The lines behind it repeat the place in the parser's own way. */
    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
