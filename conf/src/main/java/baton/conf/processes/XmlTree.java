package baton.conf.processes;

import baton.conf.files.ConfFile;
import baton.conf.report.Findings;
import com.ctc.wstx.stax.WstxInputFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.xml.XmlFactory;
import com.fasterxml.jackson.dataformat.xml.deser.FromXmlParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;

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
            var root = parser.getStaxReader().getLocalName();
            return Optional.of(new XmlTree(parser)
                    .element(root, parser.currentTokenLocation().getLineNr(), first));
        } catch (JsonProcessingException e) {
            findings.problem(file.at(line(e)), "is not well-formed XML: " + reason(e));
        } catch (IOException e) {
            findings.problem(file.at(0), "is not well-formed XML: " + firstLine(e));
        }
        return Optional.empty();
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
                text.append(content.text());
            } else {
                children.add(content);
            }
        }
        return new Element(name, line, text.toString(), children);
    }

    private static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
    }

    private static String reason(JsonProcessingException e) {
        return e.getCause() instanceof XMLStreamException cause ? firstLine(cause) : firstLine(e);
    }

    /** The lines behind it repeat the place in the parser's own way. */
    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
