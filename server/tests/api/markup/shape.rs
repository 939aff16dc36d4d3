//! What a parser makes of a page: its elements with the names of their attributes, and the texts in between.

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use std::cell::RefCell;

#[derive(Debug, Default)]
pub struct Page {
    /// Tags and comments, one after the other.
    pub shape: Vec<String>,
    /// Texts and the values of attributes.
    words: Vec<String>,
    text: String,
    /// What no page of ours has, whatever it shows.
    pub faults: Vec<String>,
}

struct Sink(RefCell<Page>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => page.text.push_str(&text),
            Token::CommentToken(_) => page.add("<!-->".to_owned()),
            Token::TagToken(tag) => {
                let raw = (tag.kind == TagKind::StartTag).then(|| raw(&tag.name)).flatten();
                page.tag(&tag);
                if let Some(kind) = raw {
                    return TokenSinkResult::RawData(kind);
                }
            }
            Token::NullCharacterToken => page.faults.push("a null character".to_owned()),
            Token::DoctypeToken(_) | Token::EOFToken | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

/// How a browser that runs scripts reads what stands inside.
fn raw(name: &str) -> Option<RawKind> {
    match name {
        "title" | "textarea" => Some(RawKind::Rcdata),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript" => Some(RawKind::Rawtext),
        "script" => Some(RawKind::ScriptData),
        _ => None,
    }
}

impl Page {
    pub fn read(html: &str) -> Self {
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        let tokenizer = Tokenizer::new(Sink(RefCell::default()), Default::default());
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        let mut page = tokenizer.sink.0.into_inner();
        page.end_text();
        page
    }

    fn end_text(&mut self) {
        if !self.text.is_empty() {
            self.words.push(std::mem::take(&mut self.text));
        }
    }

    fn add(&mut self, part: String) {
        self.end_text();
        self.shape.push(part);
    }

    fn tag(&mut self, tag: &Tag) {
        if tag.kind == TagKind::EndTag {
            return self.add(format!("</{}>", tag.name));
        }
        let mut names: Vec<&str> = tag.attrs.iter().map(|attribute| &*attribute.name.local).collect();
        names.sort_unstable();
        self.add(format!("<{} {}>", tag.name, names.join(" ")));
        for attribute in &tag.attrs {
            let (name, value) = (&*attribute.name.local, &*attribute.value);
            let leads = ["action", "data", "formaction", "href", "src", "srcdoc", "xlink:href"].contains(&name);
            let inside = value.starts_with(['#', '?']) || (value.starts_with('/') && !value.starts_with("//"));
            if name.starts_with("on") || name == "style" || (leads && !inside) {
                self.faults.push(format!("<{} {name}={value:?}>", tag.name));
            }
            self.words.push(value.to_owned());
        }
    }

    /// Whether a text stands there as it is, as text or as a value.
    pub fn shows(&self, text: &str) -> bool {
        self.words.iter().any(|words| words.contains(text))
    }
}
