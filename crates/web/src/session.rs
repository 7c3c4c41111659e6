//! Who asks: the session that a request shows, and whether a form comes from our own pages.
//!
//! ```text
//! Cookie: __Host-koinon=7Yt…43 characters…        Secure, HttpOnly, SameSite=Lax, Path=/; its SHA-256 is all that is kept
//! Origin: https://health.example                  or Sec-Fetch-Site: same-origin; every POST of a form shows one
//! ```
//! In: cookies, addresses of clients, the checks against posts from elsewhere, bodies of forms. Out: accounts and their rules (`node`),
//! what forms ask (`pages`).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use node::{Accounts, User};

use crate::limits::{BODY_WAIT, FORM_BYTES_MAX, FORM_FIELDS_MAX};
use crate::problem::Problem;
use crate::site::Site;

/// The cookie's name. The prefix makes browsers refuse one that is not secure, or that a neighbouring host set.
const COOKIE: &str = "__Host-koinon";

/// The name under which forms carry their session's token.
pub(crate) const TOKEN_FIELD: &str = "form-token";

/// Someone who is signed in.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// The session's secret, which only its cookie holds.
    secret: String,
    /// Whose session it is.
    pub(crate) user: User,
}

impl Person {
    /// What each form of this session carries.
    pub(crate) fn form_token(&self) -> String {
        Accounts::form_token(&self.secret)
    }

    /// Ends the session.
    pub(crate) fn sign_out(&self, site: &Site) -> Result<(), Problem> {
        site.accounts.sign_out(&self.secret).map(drop).map_err(|error| Problem::Internal(error.to_string()))
    }
}

/// Who is signed in, by the cookie that the request shows. None where there is no cookie, or its session is over.
pub(crate) fn person(site: &Site, headers: &HeaderMap) -> Result<Option<Person>, Problem> {
    secret(headers).map_or(Ok(None), |secret| person_of(site, &secret))
}

/// Whose session has this secret.
pub(crate) fn person_of(site: &Site, secret: &str) -> Result<Option<Person>, Problem> {
    let session = site.accounts.session(secret, site.clock.as_ref()).map_err(|error| Problem::Internal(error.to_string()))?;
    Ok(session.map(|session| Person { secret: secret.to_owned(), user: session.user }))
}

/// The secret that the request's cookie holds.
pub(crate) fn secret(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut named = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('=')).filter(|(name, _)| *name == COOKIE);
    named.next().map(|(_, value)| value.to_owned()).filter(|value| (1..=128).contains(&value.len()))
}

/// The cookie of a new session. It has no end of its own: it goes with the browser, and the session ends here.
/// `Lax`, not `Strict`: a link in a mail to a colleague's draft opens signed in, and no other site's POST carries it either way.
pub(crate) fn cookie(secret: &str) -> Option<HeaderValue> {
    HeaderValue::try_from(format!("{COOKIE}={secret}; Path=/; Secure; HttpOnly; SameSite=Lax")).ok()
}

/// What makes a browser forget the cookie.
pub(crate) fn no_cookie() -> Option<HeaderValue> {
    HeaderValue::try_from(format!("{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")).ok()
}

/// Whether browsers keep our cookie: they do over TLS, and on the machine itself (secure contexts: w3.org/TR/secure-contexts, 3.1).
pub(crate) fn keeps_cookies(public_url: &str) -> bool {
    let Some(authority) = public_url.strip_prefix("http://") else { return true };
    let host = authority.strip_prefix('[').map_or_else(|| authority.split([':', '/']).next(), |rest| rest.split(']').next()).unwrap_or_default();
    host == "localhost" || host.ends_with(".localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Refuses a form that another site sent: a browser says where a POST comes from (fetch.spec.whatwg.org, `Sec-Fetch-Site` and `Origin`).
/// One that says nothing is refused too; every browser of the last years says one of them.
pub(crate) fn refuse_from_elsewhere(site: &Site, headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_ours = match (text("sec-fetch-site"), text("origin")) {
        // `none`: the person's own doing, such as sending a form again by reloading; no page can make a browser say it.
        (Some(relation), _) => matches!(relation, "same-origin" | "none"),
        (None, Some(origin)) => {
            let is_public = origin == site.public_url;
            let authority = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
            is_public || authority.is_some() && authority == text("host")
        }
        (None, None) => false,
    };
    if is_ours { Ok(()) } else { Err(Problem::CrossSite) }
}

/// From where a connection comes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// The client's address: that of the connection, or where a proxy on this machine made it, the one that the proxy names last.
pub(crate) fn client(parts: &Parts) -> IpAddr {
    let peer = parts.extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0);
    if !peer.to_canonical().is_loopback() {
        return peer;
    }
    let named = parts.headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    let last = named.and_then(|value| value.rsplit(',').next()).map(str::trim).unwrap_or_default();
    last.parse().ok().or_else(|| last.parse::<SocketAddr>().ok().map(|address| address.ip())).unwrap_or(peer)
}

/// What a form sent: names and values, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads the body of a form. Errors: it is too long, of another type, or does not come in time.
    pub(crate) async fn read(headers: &HeaderMap, body: Body) -> Result<Fields, Problem> {
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Problem::FormType);
        }
        let bytes = tokio::time::timeout(BODY_WAIT, axum::body::to_bytes(body, FORM_BYTES_MAX)).await.map_err(|_| Problem::TooSlow)?;
        let too_large = || Problem::TooLarge(format!("a form holds at most {} KiB; go back and shorten its texts", FORM_BYTES_MAX >> 10));
        let fields = Fields::parse(&bytes.map_err(|_| too_large())?);
        if fields.0.len() > FORM_FIELDS_MAX { Err(too_large()) } else { Ok(fields) }
    }

    /// Reads names and values; what is no UTF-8 is replaced.
    pub(crate) fn parse(bytes: &[u8]) -> Fields {
        Fields(form_urlencoded::parse(bytes).take(FORM_FIELDS_MAX + 1).map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// The last value of a field.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The same without the fields of these names.
    pub(crate) fn without(&self, names: &[&str]) -> Fields {
        Fields(self.0.iter().filter(|(own, _)| !names.contains(&own.as_str())).cloned().collect())
    }

    /// Names and values, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// As the body of a form.
    pub(crate) fn text(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
}

/// A path of this site to go on to, as a query or a form names it; nothing that leads elsewhere.
pub(crate) fn next(text: Option<&str>) -> &str {
    let is_ours =
        |path: &&str| path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', ':']) && path.bytes().all(|b| b.is_ascii_graphic());
    text.filter(is_ours).unwrap_or("/my")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;
    use proptest::prelude::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn a_cookie_is_found_among_others_and_a_strange_one_is_none() {
        assert_eq!(secret(&headers(&[("cookie", "a=b; __Host-koinon=abc; c=d")])).as_deref(), Some("abc"));
        for cookie in ["koinon=abc", "__Host-koinon=", "x__Host-koinon=abc", &format!("__Host-koinon={}", "a".repeat(129))] {
            assert_eq!(secret(&headers(&[("cookie", cookie)])), None, "{cookie}");
        }
    }

    #[test]
    fn cookies_are_kept_over_tls_and_on_the_machine_itself() {
        for (url, keeps) in [
            ("https://health.example", true),
            ("http://127.0.0.1:8080", true),
            ("http://localhost", true),
            ("http://[::1]:8080", true),
            ("http://health.example", false),
            ("http://10.0.0.5:8080", false),
            ("http://127.0.0.1.evil.example", false),
        ] {
            assert_eq!(keeps_cookies(url), keeps, "{url}");
        }
    }

    #[test]
    fn a_client_is_whom_the_own_proxy_names_last_and_no_one_else_is_believed() {
        let of = |peer: &str, forwarded: &str| {
            let request = Request::get("/").header("x-forwarded-for", forwarded).extension(Peer(peer.parse().unwrap())).body(()).unwrap();
            client(&request.into_parts().0).to_string()
        };
        assert_eq!(of("127.0.0.1", "203.0.113.9, 198.51.100.2"), "198.51.100.2");
        assert_eq!(of("::1", "[2001:db8::1]:443"), "2001:db8::1");
        assert_eq!(of("127.0.0.1", "nonsense"), "127.0.0.1");
        assert_eq!(of("192.0.2.7", "203.0.113.9"), "192.0.2.7");
    }

    #[test]
    fn one_goes_on_within_this_site_only() {
        for (text, to) in [
            ("/state/3/level?x=1", "/state/3/level?x=1"),
            ("//evil.example", "/my"),
            ("/\\evil.example", "/my"),
            ("https://evil.example", "/my"),
            ("/a\nb", "/my"),
            ("", "/my"),
        ] {
            assert_eq!(next(Some(text)), to, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_kept_of_a_form_is_what_was_sent(pairs in proptest::collection::vec(("[a-z]{1,8}", "\\PC{0,40}"), 0..20)) {
            let fields = Fields(pairs);
            prop_assert_eq!(Fields::parse(fields.text().as_bytes()), fields);
        }

        #[test]
        fn no_bytes_make_a_form_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let fields = Fields::parse(&bytes);
            prop_assert_eq!(Fields::parse(fields.text().as_bytes()), fields);
        }

        #[test]
        fn nothing_leads_elsewhere(text in "\\PC{0,40}") {
            let to = next(Some(&text));
            prop_assert!(to.starts_with('/') && !to.starts_with("//") && !to.contains('\\'));
        }
    }
}
