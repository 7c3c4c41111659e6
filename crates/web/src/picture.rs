//! PNG: a chart's SVG as pixels, its words in the one font that is embedded (Inter: Latin, Greek, Cyrillic, the signs that charts use).
//!
//! In: pixels, in a bounded size; which letter the font lacks, so that no picture ever shows a hole where a name should be. Out: the drawing itself
//! (`parts::chart`), who asks for it (`represent`).
//! Text of other scripts stays with SVG, which the reader's own fonts draw.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};
use skrifa::MetadataProvider as _;

use crate::limits::{PNG_PIXELS_MAX, PNG_SVG_BYTES_MAX};

const FACES: [&[u8]; 2] = [include_bytes!("../assets/vendor/inter-regular.ttf"), include_bytes!("../assets/vendor/inter-bold.ttf")];

/// Whatever families a drawing names: here all of them are Inter.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    FACES.iter().for_each(|face| fonts.load_font_data(face.to_vec()));
    fonts.set_sans_serif_family("Inter");
    Arc::new(fonts)
});

/// Every letter that all faces have.
static LETTERS: LazyLock<BTreeSet<u32>> = LazyLock::new(|| {
    let letters = |face: &[u8]| -> BTreeSet<u32> {
        skrifa::FontRef::new(face).map(|font| font.charmap().mappings().map(|(letter, _)| letter).collect()).unwrap_or_default()
    };
    FACES.iter().map(|face| letters(face)).reduce(|all, face| all.intersection(&face).copied().collect()).unwrap_or_default()
});

/// Why a drawing is not had as pixels.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// The font has no such letter.
    #[error("the embedded font has no `{0}`")]
    Lacks(char),
    /// The drawing is too large.
    #[error("the drawing has {0} bytes")]
    TooLarge(usize),
    /// It can't be drawn.
    #[error("the drawing can't be drawn: {0}")]
    Failed(String),
}

/// The first letter of a drawing's words that the font lacks. `svg` is one of ours: what stands in `<text>` is drawn, and nothing else.
pub fn lacking(svg: &str) -> Option<char> {
    let words = svg.split("<text").skip(1).filter_map(|rest| rest.split_once('>')).filter_map(|(_, rest)| rest.split("</text>").next());
    words.flat_map(str::chars).find(|letter| !is_had(*letter))
}

fn is_had(letter: char) -> bool {
    // Marks of direction and joining are not drawn.
    let is_unseen = matches!(letter, '\n' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{ad}' | '\u{feff}');
    is_unseen || LETTERS.contains(&u32::from(letter))
}

/// A drawing as PNG, `width` pixels wide; less wide where it would have more pixels than [`PNG_PIXELS_MAX`].
pub fn png(svg: &str, width: u32) -> Result<Vec<u8>, PictureError> {
    if svg.len() > PNG_SVG_BYTES_MAX {
        return Err(PictureError::TooLarge(svg.len()));
    }
    if let Some(letter) = lacking(svg) {
        return Err(PictureError::Lacks(letter));
    }
    let failed = |what: &dyn std::fmt::Display| PictureError::Failed(what.to_string());
    // Our drawings name no files and hold no pictures: nothing is ever read for them.
    let image_href_resolver = usvg::ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    let options = usvg::Options { fontdb: Arc::clone(&FONTS), font_family: "Inter".to_owned(), image_href_resolver, ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).map_err(|error| failed(&error))?;
    let (across, down) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    let most = (f64::from(PNG_PIXELS_MAX) / (across * down)).sqrt();
    let scale = (f64::from(width) / across).min(most);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive, and its square is below PNG_PIXELS_MAX")]
    let pixels = |length: f64| ((length * scale).round() as u32).max(1);
    #[expect(clippy::cast_possible_truncation, reason = "a factor of a few units: its last digits are below a pixel")]
    let narrow = scale as f32;
    let mut pixmap = Pixmap::new(pixels(across), pixels(down)).ok_or_else(|| failed(&"it has no size"))?;
    resvg::render(&tree, Transform::from_scale(narrow, narrow), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| failed(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 50\"><title>日本</title><rect width=\"100\" height=\"50\" fill=\"#fff\"/><text x=\"10\" y=\"30\" font-family=\"system-ui, sans-serif\" font-size=\"20\">WORDS</text></svg>";

    fn drawn(svg: &str, width: u32) -> (u32, u32, Vec<u8>) {
        let bytes = png(svg, width).unwrap();
        let mut reader = png_reader(&bytes);
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        (info.width, info.height, pixels)
    }

    fn png_reader(bytes: &[u8]) -> ::png::Reader<std::io::Cursor<&[u8]>> {
        ::png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap()
    }

    #[test]
    fn words_are_drawn_and_the_width_is_what_was_asked() {
        let (width, height, pixels) = drawn(SQUARE, 400);
        assert_eq!((width, height), (400, 200));
        let dark = pixels.chunks_exact(4).filter(|pixel| pixel[0] < 80).count();
        assert!(dark > 500, "{dark} dark pixels: no words are drawn");
    }

    #[test]
    fn a_tall_drawing_stays_within_its_pixels() {
        let tall = SQUARE.replace("viewBox=\"0 0 100 50\"", "viewBox=\"0 0 100 4000\"");
        let (width, height, _) = drawn(&tall, 2400);
        assert!(u64::from(width) * u64::from(height) <= u64::from(PNG_PIXELS_MAX) + u64::from(width + height), "{width} x {height}");
    }

    #[test]
    fn a_letter_that_the_font_lacks_is_named_and_never_left_out() {
        assert_eq!(lacking(SQUARE), None, "what is not drawn needs no letters");
        for (words, lacks) in [("Merrow, Łódź, Việt Nam, Σχολεία, Школы ≥ 2 → 3 …", None), ("ميرو", Some('م')), ("東京", Some('東'))]
        {
            let svg = SQUARE.replace("WORDS", words);
            assert_eq!(lacking(&svg), lacks);
            assert_eq!(png(&svg, 320).err(), lacks.map(PictureError::Lacks));
        }
    }

    #[test]
    fn nothing_is_read_for_a_drawing() {
        let hostile = SQUARE.replace("<text", "<image href=\"/etc/passwd\" width=\"9\" height=\"9\"/><text");
        assert_eq!(png(&hostile, 320).unwrap(), png(SQUARE, 320).unwrap());
        assert!(matches!(png("<svg", 320), Err(PictureError::Failed(_))));
    }
}
