from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0006_ai_use'),
    ]

    operations = [
        migrations.AddField(
            model_name='articlepage',
            name='sponsor',
            field=models.CharField(blank=True, default='', help_text='只有疾病科普可以接受资助：写出资助方的全称，文章开头会标明；正文不能出现资助方、它的产品、联系方式和链接', max_length=80, verbose_name='资助方'),
            preserve_default=False,
        ),
    ]
