"""The usual job titles, known after a name without a comma."""

import re

TITLE = re.compile(
    r" (?:quyền |phó )*(?:tổng giám đốc|giám đốc|giam doc|(?:chi cục|cục|vụ|viện|hiệu) trưởng|trưởng (?:phòng|ban|khối|trung tâm)"
    r"|chánh (?:văn phòng|thanh tra)|chanh van phong|chủ tịch|bí thư|chuyên viên|chuyen vien|kế toán trưởng|thanh tra viên|p?gđ)(?= |$)",
    re.IGNORECASE,
)
"""A blank and the title that begins after it. With its tone marks, for "Trường Khoa", "Vũ Trường" and "Trương Phong" are names."""
