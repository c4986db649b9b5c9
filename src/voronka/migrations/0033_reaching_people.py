"""How each wants to be reached, what goes out to them, and by which servers, browsers and chats."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """New tables only: until something is set up, everything is told in the page and nowhere else."""

    dependencies: ClassVar = [
        ("voronka", "0032_problem_deals"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="NoticeChoice",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("kind", models.CharField(max_length=24)),
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "MAIL"), ("push", "PUSH"), ("telegram", "TELEGRAM")], max_length=8
                    ),
                ),
                ("wanted", models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name="NoticeDelivery",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "MAIL"), ("push", "PUSH"), ("telegram", "TELEGRAM")], max_length=8
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="NoticeMessage",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "MAIL"), ("push", "PUSH"), ("telegram", "TELEGRAM")], max_length=8
                    ),
                ),
                ("token", models.CharField(max_length=32)),
                ("is_letter", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="NoticeSettings",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("only_in_page", models.BooleanField(default=False)),
                ("quiet_from", models.TimeField(blank=True, null=True)),
                ("quiet_until", models.TimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="OutsideCheck",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[("mail", "MAIL"), ("telegram", "TELEGRAM")], max_length=8, unique=True
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("went_well", models.BooleanField(null=True)),
                ("answer", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="OutsideSettings",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("address", models.CharField(blank=True, default="", max_length=200)),
                ("mail_host", models.CharField(blank=True, default="", max_length=200)),
                ("mail_port", models.PositiveIntegerField(default=587)),
                (
                    "mail_security",
                    models.CharField(
                        choices=[("starttls", "STARTTLS"), ("tls", "TLS"), ("none", "NONE")],
                        default="starttls",
                        max_length=8,
                    ),
                ),
                ("mail_user", models.CharField(blank=True, default="", max_length=200)),
                ("mail_password_sealed", models.TextField(blank=True, default="")),
                ("mail_from", models.CharField(blank=True, default="", max_length=254)),
                ("push_key_sealed", models.TextField(blank=True, default="")),
                ("push_public", models.CharField(blank=True, default="", max_length=120)),
                ("telegram_token_sealed", models.TextField(blank=True, default="")),
                ("telegram_name", models.CharField(blank=True, default="", max_length=64)),
                ("telegram_offset", models.BigIntegerField(default=0)),
                ("tasks_told_until", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PushSubscription",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("endpoint", models.TextField(unique=True)),
                ("p256dh", models.CharField(max_length=120)),
                ("auth", models.CharField(max_length=40)),
                ("device", models.CharField(blank=True, max_length=120)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="TelegramCode",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("hashed", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="TelegramLink",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("chat", models.BigIntegerField(unique=True)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("linked_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="notice",
            name="notice_unread",
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("read_at__isnull", True)), fields=["to", "id"], name="notice_unread"
            ),
        ),
        migrations.AddField(
            model_name="noticechoice",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notice_choices",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="noticedelivery",
            name="notice",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="voronka.notice",
            ),
        ),
        migrations.AddField(
            model_name="noticedelivery",
            name="to",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="noticemessage",
            name="to",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="noticedelivery",
            name="message",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="voronka.noticemessage",
            ),
        ),
        migrations.AddField(
            model_name="noticesettings",
            name="user",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notice_settings",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="outsidesettings",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="outside_single"),
        ),
        migrations.AddField(
            model_name="pushsubscription",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="push_subscriptions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="telegramcode",
            name="user",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="telegramlink",
            name="user",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="telegram",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="noticechoice",
            constraint=models.UniqueConstraint(fields=("user", "kind", "channel"), name="notice_choice_once"),
        ),
        migrations.AddIndex(
            model_name="noticemessage",
            index=models.Index(fields=["to", "channel", "made_at"], name="notice_message_pace"),
        ),
        migrations.AddIndex(
            model_name="noticedelivery",
            index=models.Index(
                condition=models.Q(("dropped_at__isnull", True), ("message__isnull", True)),
                fields=["due_at", "to", "channel"],
                name="notice_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticedelivery",
            constraint=models.UniqueConstraint(fields=("notice", "channel"), name="notice_out_once"),
        ),
        migrations.AddConstraint(
            model_name="noticedelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("message__isnull", True), ("dropped_at__isnull", True), _connector="OR"),
                name="notice_sent_or_dropped",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticesettings",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quiet_from__isnull", True), ("quiet_until__isnull", True)),
                    models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                    _connector="OR",
                ),
                name="notice_quiet_both_ends",
            ),
        ),
    ]
