package io.github.batonha.e2e;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;

/** A picture of a screen, compared by its content: words are on it where their box has ink on its ground. Pure. */
final class Picture {
    /** WCAG asks for 3 of large texts, and 4.5 of others; the edges of small letters have less than the letters. */
    private static final double LEAST_CONTRAST = 3;

    private final BufferedImage image;

    private Picture(BufferedImage image) {
        this.image = image;
    }

    static Picture of(byte[] png) throws IOException {
        return new Picture(Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png)), "no picture"));
    }

    /** @param box left, top, width, height in pixels */
    boolean hasInk(List<Long> box) {
        var darkest = 1.0;
        var lightest = 0.0;
        var right = Math.min(image.getWidth(), box.get(0) + box.get(2));
        var bottom = Math.min(image.getHeight(), box.get(1) + box.get(3));
        for (var y = box.get(1).intValue(); y < bottom; y++) {
            for (var x = box.get(0).intValue(); x < right; x++) {
                var luminance = luminance(image.getRGB(x, y));
                darkest = Math.min(darkest, luminance);
                lightest = Math.max(lightest, luminance);
            }
        }
        return (lightest + 0.05) / (darkest + 0.05) >= LEAST_CONTRAST;
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 0xff) + 0.7152 * linear(rgb >> 8 & 0xff) + 0.0722 * linear(rgb & 0xff);
    }

    private static double linear(int value) {
        var share = value / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
