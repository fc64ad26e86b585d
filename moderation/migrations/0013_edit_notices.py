"""The notices of proposed edits."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0012_notice_about'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('returned', '退回修改'), ('approved', '审核通过'), ('published', '已发布'), ('not_published', '未能按时发布'), ('taken_down', '已下架'), ('restored', '已恢复'), ('expiring', '证件将到期'), ('expired', '证件已到期'), ('verified', '证件已核验'), ('interests_due', '利益声明待更新'), ('source', '所引文献有变'), ('evidence_ending', '授权将到期'), ('evidence_ended', '授权已结束，文章下架'), ('evidence_checked', '凭证已核验'), ('evidence_refused', '凭证未通过核验'), ('sign_asked', '请您签署'), ('sign_given', '有人签署'), ('sign_declined', '有人拒绝签署'), ('edit_proposed', '有修改建议'), ('edit_answered', '修改建议已答复'), ('rule_braked', '规则紧急制动')], max_length=16),
        ),
    ]
