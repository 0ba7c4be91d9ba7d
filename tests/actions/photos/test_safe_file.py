"""What customers send is refused with a sentence, or made to be the picture and nothing else."""

from __future__ import annotations

import io

import pytest
from hostile_files import HARMLESS, MARK, REFUSED, picture, video, with_exif
from PIL import Image

from actions.photos.kinds import PhotoRefused, Problem
from actions.photos.safe_file import JPEG, Sizes, safe_file

SIZES = Sizes(5_000_000, 5_000_000)
pytestmark = pytest.mark.embedded("a picture is made anew in a process that reaches no database")


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_and_no_video_is_refused_with_a_sentence(name):
    with pytest.raises(PhotoRefused) as refused:
        safe_file(REFUSED[name](), SIZES)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("name", HARMLESS)
def test_of_what_is_a_picture_and_more_the_picture_is_kept(name):
    sent = HARMLESS[name]()
    kept = safe_file(sent, SIZES)
    assert kept.media_type == JPEG
    assert MARK not in kept.content and b"PK\x03\x04" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as seen:
        assert seen.format == "JPEG" and not seen.getexif() and "icc_profile" not in seen.info
        seen.load()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_looks_as_it_did(form):
    whole = Image.new("RGB", (80, 60), "red")
    whole.paste("blue", (40, 0, 80, 60))
    written = io.BytesIO()
    whole.save(written, form)
    with Image.open(io.BytesIO(safe_file(written.getvalue(), SIZES).content)) as seen:
        assert seen.size == (80, 60)
        left, right = seen.getpixel((10, 30)), seen.getpixel((70, 30))
    assert left[0] > 200 and left[2] < 60
    assert right[2] > 200 and right[0] < 60


def test_a_picture_that_lies_on_its_side_is_put_upright():
    with Image.open(io.BytesIO(safe_file(with_exif(), SIZES).content)) as seen:
        assert seen.size == (48, 64)


def test_what_shines_through_is_white():
    written = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(written, "PNG")
    with Image.open(io.BytesIO(safe_file(written.getvalue(), SIZES).content)) as seen:
        assert seen.getpixel((4, 4)) == (255, 255, 255)


def test_a_large_picture_is_made_smaller():
    with Image.open(io.BytesIO(safe_file(picture(size=(4_000, 200)), SIZES).content)) as seen:
        assert seen.size == (3_000, 150)


@pytest.mark.parametrize(("brand", "media_type"), [(b"isom", "video/mp4"), (b"qt  ", "video/quicktime")])
def test_a_video_is_kept_as_it_is(brand, media_type):
    kept = safe_file(video(brand), SIZES)
    assert kept.is_video and kept.media_type == media_type
    assert kept.content == video(brand)


def test_what_is_too_large_is_refused_with_what_may_be_sent():
    with pytest.raises(PhotoRefused, match="5 MB") as refused:
        safe_file(picture() + bytes(5_000_000), SIZES)
    assert refused.value.problem is Problem.LARGE


def test_where_no_videos_are_taken_none_is_offered():
    with pytest.raises(PhotoRefused, match="JPEG, PNG, WebP and HEIC are taken"):
        safe_file(video(), Sizes(5_000_000, 0))
