"""What may stand right before and right after a name where no mark of punctuation does."""

import re

HAN = re.compile(r"[\u3400-\u9fff]")
SIGNS = " ·.*-_"
# Verbs and particles of a patient's story, and forms of address.
_FOLLOWS = re.compile(
    r"(?:女士|先生|阿姨|大爷|大妈|奶奶|爷爷|老人|同学|小朋友|老先生|老太|夫妇|一家|本人|之[子女妻母父]|"
    r"于|因|在|今年|去年|现年|年仅|来自|来院|来我|来到|来诊|来[了看做复]|患[有上了过]?|和|与|及|或|跟|同|说|问|答|表示|告诉|回忆|讲述|哭|笑|术[前后中]|"
    r"入院|出院|住院|住进|住在|转[院入]|确诊|诊断|被|查出|查体|检查|复查|复诊|就诊|求[诊医]|门诊|急诊|化疗|放疗|透析|首[次诊]|再次|突[然发]|"
    r"反复|持续|逐渐|开始|出现|曾|已|近|长期|连续|每[天日周月]|经[过常我治]?|做|行|接受|服[用药]|吃|喝|既往|主诉|自[述诉]|述|代诉|家属|把|从|到|去|是|有|"
    r"无[明诉既]|男|女|的|了|也|又|还|就|正|才|将|向|对|给|带|拿|拉|抱|扶|躺|坐|站|走|蹲|攥|误|一|总|只|不|没|得知|知道|觉得|感[到觉]|发[现热烧作生]|"
    r"体检|体温|血|心率|心电|病[情史后重危逝倒]|生前|死[于亡]|去世|离世|身亡|康复|痊愈|好转|恢复|脱离|苏醒|醒来|顺[利产]|剖|怀孕|孕|产后|"
    r"分娩|摔|跌|撞|烧伤|昨[天日晚]|前天|上[周月午]|下午|当[时天晚]|那[天年]|这|两|三|半|\d)"
)
_LEFT = re.compile(
    r"(?:患者|病人|患儿|病友|病号|产妇|孕妇|伤者|死者|家属|居民|村民|牧民|市民|网友|学生|员工|工人|职工|司机|农民|教师|老师|阿姨|大爷|老人|"
    r"女孩|男孩|女子|男子|姑娘|小伙|小伙子|孩子|儿子|女儿|母亲|父亲|妈妈|爸爸|丈夫|妻子|老伴|老公|老婆|爱人|爷爷|奶奶|外公|外婆|哥哥|姐姐|"
    r"着|叫|叫做|名叫|是|为|的|位|名|个|我|你|您|他|她|和|与|及|对|给|替|请|让|把|被|见|看|到|说|问|找|向|岁|床|院|小|老|年|天|来自|像|"
    r"其中|例如|比如|如|即|:|员|工|生|民|兵|么|抢救|扶着|搀着|通知|联系|之[子女妻母父])$"
)


def after(text: str, end: int) -> int:
    """2 when a name must end here, 1 when it may, 0 when only the tagger can say."""
    if end >= len(text) or not HAN.match(text, end):
        return 2
    return 1 if _FOLLOWS.match(text, end) else 0


def before(text: str, start: int) -> int:
    """2 when a name may well begin here, 1 when it may, 0 when only the tagger can say."""
    if not start or not HAN.match(text, start - 1):
        return 2
    return 1 if _LEFT.search(text[max(0, start - 3) : start]) else 0
