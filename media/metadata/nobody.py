"""What stands in files and nobody wrote: a camera's own words, a file's name, what programs put where nothing was typed.

Compared folded: without case and marks.
"""

import re

from newsroom.text import fold

CAMERA_DEFAULTS = {
    "olympus digital camera", "kodak digital still camera", "sony dsc", "samsung", "minolta digital camera",
    "digital camera", "digital still camera", "digital stillcamera", "exif_jpeg_picture", "exif jpeg picture",
    "samsung camera pictures", "jvc gc", "asus", "ricoh", "casio computer co.,ltd", "my picture", "default",
    "konica minolta digital camera", "minolta dsc", "benq digital camera", "hp photosmart", "lead technologies inc. v1.01",
    "dcim", "dcf",
}  # fmt: skip
PLACEHOLDERS = {"null", "(null)", "undefined", "none", "nil", "n/a", "unknown"}
# What stands where a caption should, folded and without spaces.
NO_CAPTION = {
    "minhhoa", "anhminhhoa", "anh", "hinh", "hinhanh", "hinhminhhoa", "untitled", "<untitled>", "image", "newimage", "picture",
    "photo", "khongten", "khongtieude", "chuadattieude", "chuthich", "[nhapchuthich]", "nhapchuthich", "entercaption",
    "enterdescription", "scan", "scannedimage", "noname", "notitle", "tbd", "screenshot", "panorama", "hdr", "instagram",
    "snapseed", "picasa", "processedwithvsco", "createdwithgimp", "adobephotoshop",
    # The modes of a maker's phones write their own names there.
    "cof", "cof_soft", "cof_vivid", "cof_1", "dav", "dav_soft", "oznor", "oznorw", "hdr_soft", "hdrpl", "mde", "mdeblnbn",
    "edf", "ptr", "rpt", "rhdr", "sdr", "sdr_soft", "burst", "mtr", "mnr", "fbt", "nor", "norw", "lrc", "bty", "dvr",
}  # fmt: skip
FILE_NAME = re.compile(
    r"(?:\S+\.(?:jpe?g|png|gif|tiff?|webp|avif|heic|bmp|psd|cr2|nef|arw|dng)"
    r"|(?:img|dsc|dscn|dscf|dscn|pict?|dji|gopr|mvi|photo|image|anh|hinh|pano|pxl|screenshot|screen|fb_img|z|p|_mg|"
    r"_dsc|sam|vid)[-_ ]?\d[\d_ -]*[a-z]?|[\d_-]{5,})",
    re.IGNORECASE,
)
# One word of letters and figures such as 30D, D750, X100V: people are not called so.
MODEL_WORD = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z]{0,4}-?[a-z]?\d{1,4}[a-z]{0,4}", re.IGNORECASE)
OWNER_WORDS = {
    "canon", "nikon", "sony", "fujifilm", "olympus", "panasonic", "pentax", "samsung", "iphone", "ipad", "xiaomi",
    "oppo", "huawei", "leica", "gopro", "dji", "picasa", "photoshop", "lightroom", "windows", "user", "admin",
    "administrator", "owner", "pc", "laptop", "desktop", "asus", "dell", "hp", "acer", "lenovo", "camera",
}  # fmt: skip


def why_not(name: str, text: str, file_name: str, camera: set[str]) -> str:
    """Why a value is no person's words; "" when it may be."""
    folded = fold(text).strip()
    if folded in PLACEHOLDERS:
        return "placeholder"
    if folded in CAMERA_DEFAULTS or (folded in camera and name not in ("city", "country")):
        return "camera default"
    if name in ("caption", "headline", "alt", "long_description") and is_file_name(text, file_name):
        return "file name"
    return ""


def is_file_name(text: str, file_name: str = "") -> bool:
    """Whether a would-be caption is only a name such as IMG_0042, anhminhhoa or the file's own."""
    folded = fold(text).strip()
    if FILE_NAME.fullmatch(folded) or folded.replace(" ", "") in NO_CAPTION:
        return True
    stem = fold(file_name).rpartition(".")[0] or fold(file_name)
    return " " not in folded and bool(stem) and folded in (stem, fold(file_name))


def is_camera(name: str, camera: set[str] = frozenset()) -> bool:
    """Whether a creator is what a camera or a computer writes of itself ("kanno 30D"), not a person."""
    folded = fold(name).strip()
    if folded in CAMERA_DEFAULTS or folded in camera:
        return True
    words = folded.split()
    return any(MODEL_WORD.fullmatch(word) for word in words) or any(word in OWNER_WORDS for word in words)
