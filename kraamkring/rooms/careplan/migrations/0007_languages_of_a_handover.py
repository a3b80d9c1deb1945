from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('careplan', '0006_hand_overs_and_meetings'),
    ]

    operations = [
        migrations.AlterField(
            model_name='handover',
            name='language',
            field=models.CharField(choices=[('nl', 'Nederlands'), ('fr', 'Français'), ('de', 'Deutsch'), ('en', 'English'), ('tr', 'Türkçe'), ('ar', 'العربية')], max_length=2),
        ),
    ]
