//! The site's own files: stylesheets, the mark, the islands. Embedded in the binary, so that nothing has to be installed beside it.
//!
//! In: bytes, types, names that change with the content (`koinon.1a2b3c4d5e6f7081.css`), and a copy packed with brotli, made once and kept. Out: serving
//! them (`routes`), geometry (`geometry`).
//! A name with the content's hash never changes what it means: `cache-control: public, max-age=31536000, immutable`.

use std::io::Write;
use std::sync::{LazyLock, OnceLock};

use record::name::EntryId;

/// What a browser may do with a file whose name holds its hash.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

/// What pages may load: from here only, nothing inline.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// One file.
pub struct Asset {
    /// Its name in the sources: `koinon.css`.
    pub name: &'static str,
    /// For `Content-Type`.
    pub content_type: &'static str,
    /// What it holds.
    pub bytes: &'static [u8],
    /// Its address: `/assets/koinon.1a2b3c4d5e6f7081.css`.
    pub href: String,
    packed: OnceLock<Vec<u8>>,
}

impl Asset {
    fn new(name: &'static str, bytes: &'static [u8]) -> Asset {
        let hash = EntryId::of(bytes).to_string();
        let short: String = hash.trim_start_matches("sha256:").chars().take(16).collect();
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let content_type = match extension {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "svg" => "image/svg+xml",
            _ => "application/octet-stream",
        };
        Asset { name, content_type, bytes, href: format!("/assets/{stem}.{short}.{extension}"), packed: OnceLock::new() }
    }

    /// The bytes as `content-encoding: br`, packed at the first call (tens of milliseconds) and kept.
    pub fn brotli(&self) -> &[u8] {
        self.packed.get_or_init(|| packed(self.bytes, 9))
    }
}

/// Bytes packed with brotli; `quality` 4 for what is made for one answer, 9 for what is kept. Empty only if memory can't be had.
pub fn packed(bytes: &[u8], quality: u32) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 3);
    let mut writer = brotli::CompressorWriter::new(&mut out, 4096, quality, 22);
    // Writing to memory can't fail.
    let _ = writer.write_all(bytes);
    drop(writer);
    out
}

macro_rules! assets {
    ($($name:literal = $file:literal),+ $(,)?) => {
        static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| vec![$(Asset::new($name, include_bytes!(concat!("../assets/", $file)))),+]);
    };
}
assets! {
    "base.css" = "vendor/base.css",
    "base.rtl.css" = "vendor/base.rtl.css",
    "koinon.css" = "koinon.css",
    "mark.svg" = "mark.svg",
    "map.js" = "islands/map.js",
    "page.js" = "islands/page.js",
    "verify.js" = "islands/verify.js",
}

/// Every file.
pub fn all() -> &'static [Asset] {
    &ASSETS
}

/// The file at the address below `/assets/`: `koinon.1a2b3c4d5e6f7081.css`.
pub fn find(name: &str) -> Option<&'static Asset> {
    all().iter().find(|asset| asset.href.strip_prefix("/assets/") == Some(name))
}

/// The address of a file by its name in the sources.
pub fn href(name: &str) -> &'static str {
    all().iter().find(|asset| asset.name == name).map_or("", |asset| asset.href.as_str())
}

/// What was taken from others, with versions and licences: the table of `tools/vendor`, as TOML text.
pub const VENDOR: &str = include_str!("../assets/vendor/VENDOR.toml");

/// One package that parts of the site were taken from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vendored {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its licence, SPDX.
    pub licence: String,
    /// What was changed in it.
    pub note: String,
}

/// The packages of [`VENDOR`]. Our own tool writes that file, one `key = "value"` a line; a test reads it.
pub fn vendored() -> Vec<Vendored> {
    let packages = VENDOR.split("[[package]]").skip(1);
    let value = |package: &str, key: &str| {
        let lines = package.lines().filter_map(|line| line.split_once(" = "));
        lines.into_iter().find(|(name, _)| *name == key).map(|(_, value)| value.trim_matches('"').to_owned()).unwrap_or_default()
    };
    packages
        .map(|package| Vendored {
            name: value(package, "name"),
            version: value(package, "version"),
            licence: value(package, "licence"),
            note: value(package, "note"),
        })
        .collect()
}

/// The texts of the licences of what was taken, by package.
pub const LICENCES: [(&str, &str); 3] = [
    ("govuk-frontend", include_str!("../assets/vendor/govuk-frontend.LICENCE.txt")),
    ("world-atlas", include_str!("../assets/vendor/world-atlas.LICENCE.txt")),
    ("@expo-google-fonts/inter", include_str!("../assets/vendor/inter.LICENCE.txt")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_its_content() {
        for asset in all() {
            assert!(std::ptr::eq(find(asset.href.strip_prefix("/assets/").unwrap()).unwrap(), asset));
            assert_eq!(href(asset.name), asset.href);
        }
        assert!(find("koinon.css").is_none());
    }

    #[test]
    fn what_was_taken_is_named_with_its_licence() {
        let all = vendored();
        assert_eq!(all.iter().map(|package| package.name.as_str()).collect::<Vec<_>>(), LICENCES.map(|(name, _)| name));
        assert!(all.iter().all(|package| !package.version.is_empty() && !package.licence.is_empty() && !package.note.is_empty()));
    }

    #[test]
    fn what_is_packed_unpacks_to_the_same() {
        for asset in all() {
            let mut out = Vec::new();
            brotli::BrotliDecompress(&mut asset.brotli(), &mut out).unwrap();
            assert_eq!(out, asset.bytes, "{}", asset.name);
        }
    }

    /// UI.md 16, B6 and section 4.
    #[test]
    fn files_stay_within_their_budgets() {
        let size = |ending: &str| all().iter().filter(|asset| asset.name.ends_with(ending)).map(|asset| asset.brotli().len()).sum::<usize>();
        assert!(size(".js") <= 25 * 1024, "islands: {} bytes", size(".js"));
        assert!(href("koinon.css").len() > 10 && all().iter().find(|asset| asset.name == "koinon.css").unwrap().brotli().len() <= 6 * 1024);
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        for asset in all() {
            let text = std::str::from_utf8(asset.bytes).unwrap();
            for address in text.split("http").skip(1).filter(|rest| rest.starts_with("://") || rest.starts_with("s://")) {
                // A selector may ask whether a link leads out; the name of SVG is no address that is fetched.
                let is_selector = address.trim_start_matches('s').starts_with("://\"]");
                assert!(is_selector || address.starts_with("://www.w3.org/"), "{}: http{}", asset.name, address.chars().take(40).collect::<String>());
            }
            assert!(!text.contains("@font-face") && !text.contains("@import"), "{}", asset.name);
        }
    }

    #[test]
    fn our_own_sheet_is_the_same_in_both_directions() {
        let own = all().iter().find(|asset| asset.name == "koinon.css").unwrap();
        let text = std::str::from_utf8(own.bytes).unwrap();
        for physical in ["margin-left", "margin-right", "padding-left", "padding-right", "border-left", "border-right", "float:", " left:", " right:"]
        {
            assert!(!text.contains(physical), "{physical}");
        }
    }
}
