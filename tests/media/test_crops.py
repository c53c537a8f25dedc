from hypothesis import example, given
from hypothesis import strategies as st

from media import crops

SIDES = st.integers(1, 12_000)
SHARES = st.floats(0, 1, allow_nan=False)
DRAWN = st.tuples(SHARES, SHARES, SHARES)
CUT = st.sampled_from([name for name, shape in crops.SHAPES.items() if shape.ratio])


@given(SIDES, SIDES, SHARES, SHARES, CUT)
@example(1, 1, 0.5, 0.5, "3x2")
@example(1, 9000, 1.0, 1.0, "16x9")
@example(9000, 1, 0.0, 0.0, "card")
def test_a_cut_lies_inside_the_picture_and_is_never_empty(width, height, x, y, shape):
    left, top, right, bottom = crops.box_for(shape, (width, height), (x, y))
    assert 0 <= left < right <= width and 0 <= top < bottom <= height


@given(SIDES, SIDES, SHARES, SHARES, CUT)
def test_a_cut_has_its_shape_to_the_pixel_and_touches_two_opposite_edges(width, height, x, y, shape):
    left, top, right, bottom = crops.box_for(shape, (width, height), (x, y))
    across, down = crops.SHAPES[shape].ratio
    assert right - left == width or bottom - top == height
    if min(right - left, bottom - top) > 50:
        assert abs((right - left) / (bottom - top) - across / down) < 0.05


@given(st.integers(100, 8000), st.integers(100, 8000), SHARES, SHARES, CUT)
def test_what_matters_most_stays_in_every_cut(width, height, x, y, shape):
    left, top, right, bottom = crops.box_for(shape, (width, height), (x, y))
    assert left - 1 <= x * width <= right + 1 and top - 1 <= y * height <= bottom + 1


@given(SIDES, SIDES, st.sampled_from(list(crops.SHAPES)))
@example(3, 30_000, "original")
def test_no_rendition_is_wider_than_its_pixels_or_too_high_and_there_is_always_one(width, height, shape):
    widths = crops.widths_for(shape, (width, height))
    assert widths and widths == sorted(set(widths))
    assert 1 <= widths[-1] <= width
    assert widths == [1] or crops.scaled((width, height), widths[-1])[1] <= crops.MOST_HIGH + 1


@given(SIDES, SIDES, st.sampled_from(crops.WIDTHS))
def test_a_rendition_is_at_least_one_pixel_high(width, height, rendition):
    assert crops.scaled((width, height), rendition)[1] >= 1


def test_a_cameras_three_to_two_needs_no_files_of_its_own():
    assert crops.is_whole("3x2", (6000, 4000))
    assert crops.is_whole("3x2", (4288, 2848))
    assert not crops.is_whole("16x9", (6000, 4000))
    assert not crops.is_whole("3x2", (4000, 6000))


@given(SIDES, SIDES, SHARES, SHARES, CUT, DRAWN)
@example(1, 1, 0.5, 0.5, "3x2", (1.0, 1.0, 0.0))
@example(1, 9000, 1.0, 1.0, "16x9", (0.0, 0.0, 1.0))
def test_whatever_is_drawn_by_hand_lies_inside_and_keeps_its_shape(width, height, x, y, shape, drawn):
    left, top, right, bottom = box = crops.box_for(shape, (width, height), (x, y), {shape: drawn})
    assert 0 <= left < right <= width and 0 <= top < bottom <= height
    across, down = crops.SHAPES[shape].ratio
    if min(crops.size_of(box)) > 50:
        assert abs((right - left) / (bottom - top) - across / down) < 0.05


def test_a_drawn_cut_stands_before_the_focal_point_and_not_before_a_uses_own_point():
    drawn = {"1x1": (0.5, 0.25, 0.25)}
    assert crops.box_for("1x1", (4000, 3000), (0.1, 0.1), drawn) == (2000, 750, 3000, 1750)
    asked = crops.named("1x1", (0.0, 0.0))
    assert crops.box_for(asked, (4000, 3000), (0.9, 0.9), drawn) == (0, 0, 3000, 3000)
    assert crops.box_for("4x3", (4000, 2000), (0.0, 0.0), drawn) == (0, 0, 2667, 2000)


def test_a_frame_that_has_the_shape_needs_files_of_its_own_once_less_of_it_is_drawn():
    assert crops.is_whole("3x2", (6000, 4000), {"3x2": (0, 0, 1)})
    assert not crops.is_whole("3x2", (6000, 4000), {"3x2": (0, 0, 0.5)})


def test_a_focal_point_outside_the_picture_is_an_error():
    for focus in ((-0.1, 0.5), (0.5, 1.1), (float("nan"), 0.5)):
        try:
            crops.crop_box((10, 10), (3, 2), focus)
        except ValueError:
            continue
        raise AssertionError(f"{focus} was taken")
