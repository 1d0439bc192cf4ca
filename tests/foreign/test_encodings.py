"""Files in any encoding: read as they say, else guessed and said so, else asked about."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from bayesnet.errors import errors_in
from bayesnet.interchange.encodings import decode
from bayesnet.interchange.files import read_file
from elicitation.cli import main

NETWORK = """\
network n {{
}}
variable {0} {{
 type discrete [ 2 ] {{ {1}, {2} }};
}}
probability ( {0} ) {{
 table 0.7, 0.3;
}}
"""
RUSSIAN = NETWORK.format("погода", "солнце", "дождь")
CHINESE = NETWORK.format("天气", "晴", "雨")
LONGER_CHINESE = NETWORK.format("天气预报", "晴天", "下雨")
JAPANESE = NETWORK.format("天気", "晴れ", "雨")
GERMAN = NETWORK.format("Wärme", "größer", "kühl")


def read(content, encoding=""):
    text, problems = decode(content, "x.bif", encoding)
    return text, " ".join(map(str, problems))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("text", [RUSSIAN, CHINESE, GERMAN])
def test_what_a_file_says_of_itself_is_believed_without_a_word(text, encoding):
    mark = "\ufeff" if encoding.endswith("e") else ""
    assert read((mark + text).encode(encoding)) == (mark * 0 + text, "")


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "gbk", "shift_jis", "koi8-r", "windows-1251"])
def test_an_xml_declaration_is_believed(encoding):
    name = {"ISO-8859-1": "größer", "gbk": "天气", "shift_jis": "天気"}.get(encoding, "погода")
    text = f'<?xml version="1.0" encoding="{encoding}"?><a>{name}</a>'
    assert read(text.encode(encoding)) == (text, "")


@pytest.mark.parametrize(
    ("text", "encoding", "guessed"),
    [
        (GERMAN, "cp1252", "cp1252"),
        (GERMAN, "latin-1", "cp1252"),
        (NETWORK.format("température", "“élevée”", "niedrig–tief"), "cp1252", "cp1252"),
        (NETWORK.format("T", '"20 °C"', '"30 °C"'), "latin-1", "cp1252"),
        (LONGER_CHINESE, "gbk", "gb18030"),
    ],
)
def test_what_is_clear_is_guessed_and_said(text, encoding, guessed):
    found, said = read(text.encode(encoding))
    assert found == text
    assert f"guessed {guessed} (" in said
    assert "If that is wrong, name the encoding: --encoding." in said


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (CHINESE, "gbk", "gb18030"),
        (JAPANESE, "shift_jis", "cp932"),
        (RUSSIAN, "koi8-r", "koi8_r"),
        (RUSSIAN, "cp1251", "cp1251"),
        (NETWORK.format("pogoda", "słońce", "deszcz"), "cp1250", "cp1250"),
    ],
)
def test_what_could_be_several_is_asked_back_with_its_names_in_each(text, encoding, name):
    """Two characters of Chinese are good Korean, too: nothing but a person can tell."""
    content = text.encode(encoding)
    found, said = read(content)
    assert found is None
    word = max(text.split(), key=lambda w: sum(not c.isascii() for c in w)).strip(",")
    assert f"{name} (" in said
    assert f"'{word}'" in said
    assert "Name the right one: --encoding NAME." in said
    assert read(content, encoding) == (text, "")


def test_an_encoding_that_is_named_decides():
    assert read(CHINESE.encode("gbk"), "gb18030") == (CHINESE, "")
    assert read(GERMAN.encode("utf-16"), "utf-16") == (GERMAN, "")
    assert "there is no encoding 'klingon'." in read(b"a", "klingon")[1]
    assert "there is no encoding 'punycode'." in read(b"a", "punycode")[1]
    assert "there is no encoding 'rot13'." in read(b"a", "rot13")[1]
    assert "line 3 is not written in utf-8." in read(CHINESE.encode("gbk"), "utf-8")[1]


def test_what_is_no_text_is_refused():
    text, said = read(b"\x00\x01")
    assert text is None
    assert "this is not text." in said


def test_no_bytes_break_it():
    """Every two bytes that are not UTF-8: a text, or a sentence, and never silence."""
    for first in range(128, 256, 7):
        for second in range(1, 256, 5):
            text, problems = decode(b"a " + bytes([first, second]) + b" b", "x.bif")
            assert problems or bytes([first, second]).decode("utf-8") in (text or "")
            assert (text is None) == bool(errors_in(problems))


def test_names_come_in_as_they_were_written(tmp_path):
    diagram, _ = read_file(CHINESE.encode("gbk"), "gbk.bif", "gbk")
    assert diagram is not None
    assert diagram.states == {"天气": ("晴", "雨")}
    file, folder = tmp_path / "gbk.bif", tmp_path / "study"
    file.write_bytes(CHINESE.encode("gbk"))
    runner = CliRunner()
    asked = runner.invoke(main, ["import", str(file), "--into", str(folder)])
    assert asked.exit_code == 2
    assert "gb18030 (Chinese, GBK and GB 2312 too): '天气', '晴', '雨'" in asked.stderr
    assert not folder.exists()
    told = ["import", str(file), "--into", str(folder), "--encoding", "gbk"]
    assert runner.invoke(main, told).exit_code == 0
    model = (folder / "model.toml").read_text("utf-8")
    assert '[chance."天气"]' in model
    assert 'states = ["晴", "雨"]' in model
    answered = runner.invoke(main, ["whatif", "--study", str(folder)])
    assert "天气: 晴" in answered.stdout
