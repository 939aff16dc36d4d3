//! Asking the server for a page, to take parts of it.

use super::dom;
use domain::form::{FRAME_DIALOG, FRAME_HEADER};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Document, DomParser, FormData, HtmlElement, HtmlFormElement, RequestInit, Response, SupportedType, UrlSearchParams,
};

/// A page as it came, not yet shown.
pub struct Answer {
    pub document: Document,
    /// Where it stands: forms that are done lead on to another address.
    pub url: String,
}

/// Asks for an address. `inside`: for the dialog; else the whole page. `body`: a form.
///
/// Fails where the server cannot be reached or does not answer with a page.
pub async fn ask(url: &str, inside: bool, body: Option<&UrlSearchParams>) -> Result<Answer, ()> {
    let window = dom::window().ok_or(())?;
    let init = RequestInit::new();
    if let Some(body) = body {
        init.set_method("POST");
        init.set_body(body);
    }
    let headers = web_sys::Headers::new().map_err(drop)?;
    if inside {
        headers.set(FRAME_HEADER, FRAME_DIALOG).map_err(drop)?;
    }
    init.set_headers(&headers);
    let answer = JsFuture::from(window.fetch_with_str_and_init(url, &init)).await;
    let answer: Response = answer.map_err(drop)?.dyn_into().map_err(drop)?;
    let text = JsFuture::from(answer.text().map_err(drop)?).await.map_err(drop)?;
    let text = text.as_string().ok_or(())?;
    let parser = DomParser::new().map_err(drop)?;
    let document = parser.parse_from_string(&text, SupportedType::TextHtml).map_err(drop)?;
    Ok(Answer {
        document,
        url: answer.url(),
    })
}

/// Asks a server function that answers with a text, or with none.
pub async fn words(url: &str) -> Result<Option<String>, ()> {
    let window = dom::window().ok_or(())?;
    let answer = JsFuture::from(window.fetch_with_str(url)).await.map_err(drop)?;
    let answer: Response = answer.dyn_into().map_err(drop)?;
    if !answer.ok() {
        return Err(());
    }
    let words = JsFuture::from(answer.json().map_err(drop)?).await.map_err(drop)?;
    Ok(words.as_string())
}

/// What a form would send when this button is pressed.
pub fn fields(form: &HtmlFormElement, button: Option<&HtmlElement>) -> Option<UrlSearchParams> {
    let data = FormData::new_with_form(form).ok()?;
    // No form of ours has files, so its data is pairs of texts.
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    if let Some(name) = button.and_then(|button| button.get_attribute("name")) {
        let value = button.and_then(|button| button.get_attribute("value"));
        fields.append(&name, &value.unwrap_or_default());
    }
    Some(fields)
}
