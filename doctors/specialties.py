"""The medical specialties that certificates, doctors, departments and articles share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Specialty(models.TextChoices):
    """Codes follow the national catalogue of clinical departments (医疗机构诊疗科目名录)."""

    PREVENTIVE = "01", _("预防保健科")
    GENERAL = "02", _("全科医疗科")
    RESPIRATORY = "03.01", _("呼吸内科")
    GASTROENTEROLOGY = "03.02", _("消化内科")
    NEUROLOGY = "03.03", _("神经内科")
    CARDIOLOGY = "03.04", _("心血管内科")
    HAEMATOLOGY = "03.05", _("血液内科")
    NEPHROLOGY = "03.06", _("肾病学")
    ENDOCRINOLOGY = "03.07", _("内分泌科")
    IMMUNOLOGY = "03.08", _("风湿免疫科")
    GERIATRICS = "03.10", _("老年病科")
    GENERAL_SURGERY = "04.01", _("普通外科")
    NEUROSURGERY = "04.02", _("神经外科")
    ORTHOPAEDICS = "04.03", _("骨科")
    UROLOGY = "04.04", _("泌尿外科")
    THORACIC = "04.05", _("胸外科")
    OBSTETRICS = "05", _("妇产科")
    PAEDIATRICS = "07", _("儿科")
    OPHTHALMOLOGY = "10", _("眼科")
    ENT = "11", _("耳鼻咽喉科")
    STOMATOLOGY = "12", _("口腔科")
    DERMATOLOGY = "13", _("皮肤科")
    PSYCHIATRY = "15", _("精神心理科")
    INFECTIOUS = "16", _("感染科")
    ONCOLOGY = "19", _("肿瘤科")
    EMERGENCY = "20", _("急诊科")
    REHABILITATION = "21", _("康复医学科")
    ANAESTHESIA = "26", _("麻醉科")
    LABORATORY = "30", _("医学检验科")
    RADIOLOGY = "32", _("医学影像科")
    CHINESE_MEDICINE = "50", _("中医科")
    PHARMACY = "90", _("药学")
    NUTRITION = "91", _("营养科")
    NURSING = "92", _("护理")


def registered_scope(code: str) -> list[str]:
    """Every specialty within the same field of registration: a cardiologist is registered for internal medicine (内科专业)."""
    field = code.partition(".")[0]
    return [str(one) for one in Specialty.values if str(one).partition(".")[0] == field]
