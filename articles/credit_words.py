"""The words of Vietnamese and English credit lines, in the form that text.tag_key gives them."""


def _set_of(words: str) -> frozenset[str]:
    return frozenset(word.strip() for line in words.strip().splitlines() for word in line.split("|"))


OUTLETS = _set_of("""
    ttxvn|thông tấn xã việt nam|tttxvn|vietnam+|vietnamplus|vna|vov|vtv|vtc|vtc news|dân trí|vnexpress|vietnamnet
    tuổi trẻ|tuổi trẻ online|tto|thanh niên|nhân dân|người lao động|lao động|tiền phong|sài gòn giải phóng|sggp
    zing|zing news|znews|quân đội nhân dân|qđnd|cand|công an nhân dân|hà nội mới|pháp luật tp.hcm|infonet|soha
    kenh14|cafef|vneconomy|vtcnews|afp|ap|reuters|xinhua|tân hoa xã|thx|tass|ria novosti|sputnik|rt|bbc|cnn|cnbc
    bloomberg|al jazeera|dw|dpa|efe|epa|getty|getty images|kyodo|yonhap|nhk|jiji|the guardian|guardian|daily mail
    sohu|mashable
""")
PLACES = _set_of("""
    tp.hcm|tphcm|tp. hcm|tp hcm|tp.hồ chí minh|tp hồ chí minh|thành phố hồ chí minh|sài gòn|hà nội|đà nẵng|hải phòng
    cần thơ|huế|thừa thiên huế|an giang|bà rịa - vũng tàu|vũng tàu|bạc liêu|bắc giang|bắc kạn|bắc ninh|bến tre
    bình dương|bình định|bình phước|bình thuận|cà mau|cao bằng|đắk lắk|đắk nông|điện biên|đồng nai|đồng tháp|gia lai
    hà giang|hà nam|hà tĩnh|hải dương|hậu giang|hoà bình|hưng yên|khánh hoà|nha trang|kiên giang|kon tum|lai châu
    lạng sơn|lào cai|lâm đồng|đà lạt|long an|nam định|nghệ an|ninh bình|ninh thuận|phú thọ|phú yên|quảng bình
    quảng nam|quảng ngãi|quảng ninh|quảng trị|sóc trăng|sơn la|tây ninh|thái bình|thái nguyên|thanh hoá|tiền giang
    trà vinh|tuyên quang|vĩnh long|vĩnh phúc|yên bái|việt nam|miền bắc|miền trung|miền nam|tây nguyên|tây bắc
    singapore|bangkok|thái lan|lào|campuchia|trung quốc|bắc kinh|nhật bản|tokyo|hàn quốc|seoul|mỹ|washington|new york
    anh|london|pháp|paris|đức|berlin|nga|moscow|úc|sydney|hongkong|hồng kông|đài loan|ấn độ|malaysia|indonesia
    philippines|myanmar
""")
SURNAMES = _set_of("""
    nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|đào|đoàn|lâm|mai|trịnh|trương|hà|tạ|tô
    lương|cao|châu|chu|vương|phùng|thái|kiều|quách|tăng|từ|la|thạch|lưu|nghiêm|triệu|khuất|giang|văn|tôn
""")
# Words that end stories and stand over them, in capitals too; no name holds them.
NEVER_IN_A_NAME = _set_of("""
    không|và|của|xem|thêm|còn|hết|nữa|bài|phần|tin|ảnh|trong|một|những|các|về|khi|bị|được|là|có|tại|cho|với|này|đó
    theo|xin|cảm|ơn|liên|hệ|mời|đọc|chú|thích|the|and|end|ông|bà|hình
""")
# Words with which the credit of a picture begins that nobody of the paper took.
HANDED_IN = _set_of("""
    ctv|cộng tác viên|nvcc|nhân vật|nhân vật cung cấp|gia đình cung cấp|gia đình nhân vật|bạn đọc|bạn đọc cung cấp|độc giả
    đọc giả|người dân|tư liệu|ảnh tư liệu|t.l|tl|lưu trữ|internet|facebook|fb|fanpage|youtube|tiktok|instagram|zalo|twitter
    ảnh chụp màn hình|chụp màn hình|cắt từ clip|cắt từ video|camera|minh hoạ|sưu tầm|btc|ban tổ chức|công an|cơ quan
    công ty|tập đoàn|ngân hàng|bệnh viện|trường đại học|trường thpt|trường thcs|đại học|ubnd|hđnd|bộ|sở|cục|tổng cục
    văn phòng|trung tâm|đại sứ quán|báo|tạp chí|đài|đài truyền hình|hãng|clb|câu lạc bộ|vff|cung cấp|đvcc|dncc|btccc
    handout|courtesy|file photo|contributed|stock|archive|archives|the family|family
    shutterstock|istock|unsplash|pexels|pixabay|wikimedia|wikipedia|zuma|imago|picture alliance|nasa
""")
PARTICLES = _set_of("van|von|de|der|den|da|dos|la|le|bin|binti|al|el|ibn")
MISTYPED = {
    "tổng hơp": "tổng hợp",
    "tông hợp": "tổng hợp",
    "tổng hop": "tổng hợp",
    "thực hiên": "thực hiện",
    "th eo": "theo",
}
