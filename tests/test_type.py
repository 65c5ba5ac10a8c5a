"""The Khmer type: the files in static/fonts/ set every syllable, are light, and English pages need none of them."""

import io
import re
import unicodedata

import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont

from fonts.make import ALL, KHMER_RANGE, NAME, Recipe, characters, differences, made
from fonts.shaping import broken, hard_syllables, khmer_runs, known_syllables, opened, shaped, syllables
from tests.conftest import REPOSITORY

FONTS = REPOSITORY / "static/fonts"
CSS = (REPOSITORY / "static/css/site.css").read_text(encoding="utf-8")
FACES: list[str] = re.findall(r"@font-face \{(.*?)\}", CSS, re.DOTALL)
HARD = hard_syllables()
# What a file may weigh at most; the words of docs and the budget of a first view stand on these.
MOST = {
    "khmer.woff2": 22_000,
    "khmer-bold.woff2": 24_000,
    "khmer-name.woff2": 2_000,
    "latin.woff2": 18_500,
    "latin-more.woff2": 12_500,
}


def face_of(file: str) -> str:
    return next(face for face in FACES if f"../fonts/{file}" in face)


@pytest.fixture(scope="module", params=["khmer.woff2", "khmer-bold.woff2"])
def font(request: pytest.FixtureRequest) -> hb.Font:
    return opened((FONTS / request.param).read_bytes())


def test_no_syllable_of_the_sample_lacks_a_letter_or_shows_a_circle(font: hb.Font) -> None:
    found = syllables(khmer_runs(REPOSITORY))
    assert len(found) > 500
    assert [syllable for syllable in found if broken(font, syllable)] == []


def test_hard_syllables_are_set_whole(font: hb.Font) -> None:
    assert len(HARD) >= 300
    assert [syllable for syllable in HARD if broken(font, syllable)] == []


def test_a_subscript_is_one_glyph_under_its_letter(font: hb.Font) -> None:
    coeng = font.get_nominal_glyph(0x17D2)
    stacked = [syllable for syllable in HARD if "\u17d2" in syllable]
    assert len(stacked) > 150
    assert [one for one in stacked if coeng in {glyph.number for glyph in shaped(font, one, "khmr")}] == []


def test_of_a_dictionary_only_misspelt_syllables_show_a_circle(font: hb.Font) -> None:
    wrong = [syllable for syllable in known_syllables() if broken(font, syllable)]
    assert len(wrong) == 54  # vowels before subscripts, doubled vowels: mistakes of the dictionary


def test_a_syllable_that_begins_with_a_mark_shows_a_circle(font: hb.Font) -> None:
    assert broken(font, "\u17b6")


def test_the_name_of_the_language_is_set_by_its_own_small_file() -> None:
    font = opened((FONTS / "khmer-name.woff2").read_bytes())
    whole = opened((FONTS / "khmer.woff2").read_bytes())
    assert not broken(font, NAME)
    assert [glyph[1:] for glyph in shaped(font, NAME, "khmr")] == [glyph[1:] for glyph in shaped(whole, NAME, "khmr")]


def rules_of(font: bytes) -> set[str]:
    with TTFont(io.BytesIO(font)) as read:
        return {rule.FeatureTag for table in ("GSUB", "GPOS") for rule in read[table].table.FeatureList.FeatureRecord}


# From the published file, which keeps all rules, instead of the original, which is not in the repository.
def test_the_script_passes_a_font_that_keeps_every_rule() -> None:
    original = (FONTS / "khmer.woff2").read_bytes()
    recipe = ALL[0]._replace(features=tuple(sorted(rules_of(original))))
    assert list(differences(recipe, original, *made(recipe, original))) == []


@pytest.mark.parametrize("lost", ["blwf", "abvs", "mark"])
def test_the_script_notices_a_rule_that_was_lost(lost: str) -> None:
    original = (FONTS / "khmer.woff2").read_bytes()
    recipe = ALL[0]._replace(features=tuple(sorted(rules_of(original) - {lost})))
    assert "is set otherwise" in next(differences(recipe, original, *made(recipe, original)))


@pytest.mark.parametrize("file", MOST)
def test_a_font_is_light(file: str) -> None:
    assert (FONTS / file).stat().st_size <= MOST[file]


def test_every_font_is_made_by_the_script_and_named_in_the_stylesheet() -> None:
    files = {path.name for path in FONTS.glob("*.woff2")}
    assert files == {recipe.file for recipe in ALL} == set(MOST)
    assert files == set(re.findall(r"\.\./fonts/([\w-]+\.woff2)", CSS))


@pytest.mark.parametrize("recipe", ALL, ids=lambda recipe: recipe.file)
def test_a_font_holds_the_characters_that_its_range_claims(recipe: Recipe) -> None:
    claimed = re.search(r"unicode-range:\s*([^;]+);", face_of(recipe.file))
    assert claimed is not None
    held = set(TTFont(FONTS / recipe.file).getBestCmap())
    if recipe.word:
        assert held == set(map(ord, recipe.word))
        return
    assert characters(re.sub(r"\s+", " ", claimed[1])) == recipe.characters
    assert {unicodedata.name(chr(one), hex(one)) for one in recipe.characters - held} == set()


def test_khmer_faces_claim_no_latin_and_latin_faces_no_khmer() -> None:
    for face in FACES:
        claimed = re.search(r"unicode-range:\s*([^;]+);", face)
        assert claimed is not None, face
        taken = characters(re.sub(r"\s+", " ", claimed[1]))
        khmer = {one for one in taken if 0x1780 <= one <= 0x17FF}
        latin = {one for one in taken if one < 0x300}
        assert not (khmer and latin), face


def test_khmer_is_two_static_weights_of_one_family() -> None:
    """Browsers join faces into one only where their weights are told alike, so Khmer has a family of its own."""
    for file, weight in (("khmer.woff2", 400), ("khmer-bold.woff2", 600)):
        assert f'font-family: "Hub Khmer"; font-weight: {weight};' in face_of(file)
        with TTFont(FONTS / file) as font:
            assert "fvar" not in font
            assert font["OS/2"].usWeightClass == weight
    weights = set(re.findall(r"font-weight: (\d+)", CSS.split("@layer base", 1)[1]))
    assert weights == {"400", "600"}


def test_no_rule_spoils_khmer() -> None:
    for spoiler in ("letter-spacing", "text-transform", "word-break", "justify;", "line-clamp", "font-style: italic"):
        assert spoiler not in CSS, spoiler


def test_the_licence_lies_beside_the_fonts_and_in_them() -> None:
    licence = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    for recipe in ALL:
        assert recipe.file in licence, recipe.file
        with TTFont(io.BytesIO((FONTS / recipe.file).read_bytes())) as font:
            names = {record.nameID: str(record) for record in font["name"].names}
        assert names[14].endswith("scripts.sil.org/OFL")
        assert "Source" not in "".join(names.get(number, "") for number in (1, 3, 4, 6))  # a reserved font name


def test_the_range_of_the_script_is_that_of_the_stylesheet() -> None:
    assert CSS.count(f"unicode-range: {KHMER_RANGE};") == 2
