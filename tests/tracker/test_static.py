"""Our own style sheets, scripts and templates need nothing newer than Chromium 86, no other host, nothing inline."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
APPS = ("tracker", "tasks", "indicators", "reports")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted(path for app in APPS for path in (ROOT / app).rglob("static/**/*.css"))
SCRIPTS = sorted(path for app in APPS for path in (ROOT / app).rglob("static/**/*.js"))

# (feature and the Chromium it came with, pattern, a line that must be caught)
NEWER_STYLE = [
    # A selector that is not understood takes its whole rule with it; an unknown property only itself.
    (":is and :where 88", r":(is|where)\(", "input:where(.a) {}"),
    ("lists in :not 88", r":not\([^()]*,", "a:not(.b, .c) {}"),
    (
        "file button without its old name 89",
        r"^(?!.*::-webkit-file-upload-button).*::file-selector",
        "::file-selector-button {}",
    ),
    ("logical shorthands 87", r"(?<![-\w])(inset|(margin|padding|inset)-(inline|block))\s*:", "a { inset: 0 }"),
    ("aspect-ratio 88", r"aspect-ratio", "a { aspect-ratio: 1 }"),
    ("overflow: clip 90", r"overflow(-[xy])?:\s*clip", "a { overflow: clip }"),
    ("scrollbar-gutter 94", r"scrollbar-gutter", "a { scrollbar-gutter: stable }"),
    (
        "remembered size without a plain one 98",
        r"(?<!px; )contain-intrinsic-size:\s*auto",
        "a { contain-intrinsic-size: auto 1px }",
    ),
    (":has 105", r":has\(", "li:has(a) {}"),
    ("container queries 105", r"@container|\bcontainer(-type|-name)?\s*:", "@container (width > 1px) {}"),
    ("container units 105", r"\d(cqw|cqh|cqi|cqb|cqmin|cqmax)\b", "a { width: 5cqw }"),
    ("cascade layers 99", r"@layer|\blayer\(", "@layer base {}"),
    ("@scope 118", r"@scope", "@scope (.a) {}"),
    ("@starting-style 117", r"@starting-style", "@starting-style {}"),
    ("range media queries 104", r"@media[^{]*[<>]", "@media (width >= 600px) {}"),
    ("subgrid 117", r"subgrid", "a { grid-template-columns: subgrid }"),
    ("dynamic viewport units 108", r"\d[dsl]v(h|w|i|b|min|max)\b", "a { height: 100dvh }"),
    ("line height units 109", r"\d(lh|rlh|cap|ic)\b", "a { height: 2lh }"),
    ("color-mix 111", r"color-mix\(", "a { color: color-mix(in srgb, red, blue) }"),
    ("wide colour 111", r"\b(oklch|oklab|lch|lab|color)\(", "a { color: oklch(1 0 0) }"),
    ("hwb 101", r"\bhwb\(", "a { color: hwb(1 0% 0%) }"),
    ("light-dark 123", r"light-dark\(", "a { color: light-dark(#000, #fff) }"),
    ("own transform properties 104", r"(?<![-\w])(translate|rotate|scale)\s*:", "a { translate: 1px }"),
    ("trigonometry and steps 111", r"\b(sin|cos|tan|round|mod|rem|pow|sqrt|hypot)\(", "a { width: round(1px, 2px) }"),
    ("text-wrap 114", r"text-wrap", "h1 { text-wrap: balance }"),
    ("text-box 133", r"text-box", "h1 { text-box: trim-both }"),
    ("field-sizing 123", r"field-sizing", "textarea { field-sizing: content }"),
    ("interpolate-size 129", r"interpolate-size|calc-size\(", "a { interpolate-size: allow-keywords }"),
    ("view transitions 111", r"view-transition", "a { view-transition-name: x }"),
    ("popover 114", r":popover-open|\[popover", "a:popover-open {}"),
    (":modal 105", r":modal\b", "dialog:modal {}"),
    (":user-invalid 119", r":user-(in)?valid", "input:user-invalid {}"),
    ("of in :nth-child 111", r":nth-(last-)?child\([^)]*\bof\b", "a:nth-child(1 of .b) {}"),
    ("anchors 125", r"\banchor(-name|-size)?\s*[:(]|position-(anchor|area|try)", "a { anchor-name: --x }"),
    ("scroll-driven animation 115", r"animation-timeline|scroll-timeline|view-timeline", "a { animation-timeline: x }"),
    ("plain mask 120", r"(?<![-\w])mask(-image)?\s*:", "a { mask: none }"),
    ("linear() easing 113", r"\blinear\(", "a { transition-timing-function: linear(0, 1) }"),
]
NEWER_SCRIPT = [
    ("at 92", r"\.at\(", "rows.at(-1)"),
    ("hasOwn 93", r"\.hasOwn\(", "Object.hasOwn(x, 'a')"),
    ("findLast 97", r"\.findLast(Index)?\(", "rows.findLast(f)"),
    ("static blocks 94", r"\bstatic\s*\{", "static { go() }"),
    ("randomUUID 92", r"randomUUID", "crypto.randomUUID()"),
    ("structuredClone 98", r"structuredClone", "structuredClone(x)"),
    ("change by copy 110", r"\.(toSorted|toReversed|toSpliced|with)\(", "rows.toSorted()"),
    ("groupBy 117", r"(Object|Map)\.groupBy", "Object.groupBy(rows, f)"),
    ("Array.fromAsync 121", r"fromAsync", "Array.fromAsync(x)"),
    ("set methods 122", r"\.(union|intersection|difference|isSubsetOf|isSupersetOf)\(", "a.union(b)"),
    ("iterator helpers 122", r"Iterator\.from|\.(drop|take)\(", "rows.values().take(2)"),
    ("promise helpers 119", r"Promise\.(withResolvers|try)", "Promise.withResolvers()"),
    ("view transitions 111", r"startViewTransition", "document.startViewTransition(f)"),
    ("popover 114", r"(show|hide|toggle)Popover", "menu.showPopover()"),
    ("showPicker 99", r"showPicker", "input.showPicker()"),
    ("navigation 102", r"\bnavigation\.", "navigation.navigate('/')"),
    ("URL.canParse 120", r"URL\.(canParse|parse)\(", "URL.canParse(x)"),
    ("abort helpers 103", r"AbortSignal\.(any|timeout)", "AbortSignal.timeout(1)"),
    ("checkVisibility 105", r"checkVisibility", "a.checkVisibility()"),
    ("inert 102", r"\.inert\b", "a.inert = true"),
    ("well-formed strings 111", r"(is|to)WellFormed", "x.isWellFormed()"),
    ("moveBefore 133", r"moveBefore", "a.moveBefore(b, c)"),
    ("setHTML 146", r"setHTML|getHTML", "a.setHTML(x)"),
    ("scheduler 129", r"scheduler\.", "scheduler.yield()"),
    ("scrollend 114", r"scrollend", "on('scrollend')"),
    ("v flag of patterns 112", r"/[dgimsuy]*v[dgimsuy]*\.(test|exec)", "/a/v.test(x)"),
]
NEWER_MARKUP = [
    ("popover 114", r"\bpopover(target)?\b\s*=|\bpopover>", '<div popover="auto">'),
    ("inert 102", r"<[^>]*\sinert[\s>=]", "<div inert>"),
    ("exclusive details 120", r"<details[^>]*\sname=", '<details name="a">'),
    ("search element 118", r"<search\b", "<search>"),
    ("hidden until found 102", r"until-found", '<div hidden="until-found">'),
    ("invoker commands 135", r"\bcommandfor=", '<button commandfor="a">'),
    ("declarative shadow root 111", r"shadowrootmode", '<template shadowrootmode="open">'),
]
INLINE = [
    ("script in the page", r"<script(?![^>]*\ssrc=)", "<script>go()</script>"),
    ("style in the page", r"<style\b", "<style>a{}</style>"),
    ("style on an element", r"<[^>]*\sstyle\s*=", '<p style="color:red">'),
    ("handler on an element", r"<[^>]*\son[a-z]+\s*=", '<p onclick="go()">'),
    ("address that is a script", r"javascript:", '<a href="javascript:go()">'),
    ("htmx handler", r"\bhx-on\b", "<p hx-on:click='go()'>"),
    ("htmx expression", r"\bhx-(vals|headers|vars)\s*=\s*[\"'](js|javascript):", "<p hx-vals='js:{a: 1}'>"),
    ("htmx filter", r"\bhx-trigger\s*=\s*[\"'][^\"'{]*\[", '<p hx-trigger="click[ctrlKey]">'),
]
OTHER_HOST = [
    ("address of another host", r"https?://(?!www\.w3\.org/)", "url(https://example.org/a.png)"),
    ("address without scheme", r"(src|href|action|hx-get|hx-post)\s*=\s*[\"']//", '<img src="//example.org/a">'),
]


def without_comments(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        return re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", "", text, flags=re.S)
    return re.sub(r"/\*.*?\*/|^\s*//[^\n]*", "", text, flags=re.S | re.M)


def found(rules: list[tuple[str, str, str]], text: str) -> list[str]:
    return [name for name, pattern, _ in rules if re.search(pattern, text, re.S)]


def nested_rules(css: str) -> Iterator[str]:
    """Selectors of rules that stand inside another rule (nesting came with Chromium 112)."""
    open_rules: list[str] = []
    for prelude, mark in re.findall(r"([^{};]*)([{};])", css):
        if mark == "{":
            if open_rules and not open_rules[-1].startswith("@"):
                yield prelude.strip()
            open_rules.append(prelude.strip())
        elif mark == "}":
            open_rules.pop()


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_there_is_something_to_hold() -> None:
    assert STYLES
    assert SCRIPTS
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize("path", STYLES, ids=names(STYLES))
def test_style_sheet_is_old_enough_and_ours(path: Path) -> None:
    css = without_comments(path)
    assert found(NEWER_STYLE + OTHER_HOST, css) == []
    assert list(nested_rules(css)) == []
    assert "@import" not in css
    assert "@font-face" not in css


@pytest.mark.parametrize("path", SCRIPTS, ids=names(SCRIPTS))
def test_script_is_old_enough_and_ours(path: Path) -> None:
    script = without_comments(path)
    assert found(NEWER_SCRIPT + OTHER_HOST, script) == []
    assert not re.search(r"\beval\(|new Function|\.style\.|setAttribute\(.style", script)


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_template_is_old_enough_and_holds_nothing_inline(path: Path) -> None:
    assert found(NEWER_MARKUP + INLINE + OTHER_HOST, without_comments(path)) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_template_compiles_and_what_it_names_exists(path: Path) -> None:
    get_template(str(path.relative_to(ROOT / "templates")))
    text = without_comments(path)
    for name in re.findall(r"\{% (?:include|extends) [\"']([^\"']+)", text):
        get_template(name)
    for name in re.findall(r"\{% static [\"']([^\"']+)", text):
        assert finders.find(name), name


RULES = NEWER_STYLE + NEWER_SCRIPT + NEWER_MARKUP + INLINE + OTHER_HOST


@pytest.mark.parametrize(("name", "pattern", "sample"), RULES, ids=[f"{name}: {sample}" for name, _, sample in RULES])
def test_each_rule_catches_what_it_is_for(name: str, pattern: str, sample: str) -> None:
    assert re.search(pattern, sample)


def test_nesting_is_caught_and_media_blocks_are_not() -> None:
    assert list(nested_rules(".a { color: red; .b { color: blue; } }")) == [".b"]
    assert list(nested_rules("@media print { .a { color: red } } .b { color: blue }")) == []


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2)."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("word", ["ink", "muted", "action", "action-dark", "red", "green", "amber", "grey"])
@pytest.mark.parametrize("under", ["paper", "ground", "hover", "action-soft", "green-soft", "amber-soft"])
def test_words_can_be_read(word: str, under: str) -> None:
    css = (ROOT / "tracker/static/tracker/frame.css").read_text(encoding="utf-8")
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", css.replace("#fff;", "#ffffff;")))
    light, dark = luminance(tokens[under]), luminance(tokens[word])
    assert (light + 0.05) / (dark + 0.05) >= 4.5
