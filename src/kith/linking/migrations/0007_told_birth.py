"""Makes the table of what was told here of a birth, and lets it reach the profile at once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import person_policy

WHO_SEES_WHAT = person_policy("linking_toldbirth", data_class="headlines", web="SELECT, INSERT, UPDATE")
REACHES_PROFILE = """
CREATE FUNCTION linking_tell_profile() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE linking_profile p SET born_on = NEW.born_on, is_child = p.is_child OR NEW.born_on IS NOT NULL,
        expected_on = CASE WHEN NEW.born_on IS NULL THEN coalesce(NEW.expected_on, p.expected_on) END
    WHERE p.person_id = NEW.person_id AND p.born_on IS NULL;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION linking_tell_profile() FROM PUBLIC;
CREATE TRIGGER linking_tell AFTER INSERT OR UPDATE ON linking_toldbirth FOR EACH ROW
EXECUTE FUNCTION linking_tell_profile();
"""
UNDO = "DROP TRIGGER linking_tell ON linking_toldbirth; DROP FUNCTION linking_tell_profile();"


class Migration(migrations.Migration):
    """A trigger, because no page may write a profile; the records still outrank what was told here."""

    dependencies = [
        ('linking', '0006_reviewing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ToldBirth',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='told_birth', serialize=False, to='linking.person')),
                ('expected_on', models.DateField(null=True)),
                ('born_on', models.DateField(null=True)),
                ('told_at', models.DateTimeField()),
                ('told_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.RunSQL(WHO_SEES_WHAT, migrations.RunSQL.noop),
        migrations.RunSQL(REACHES_PROFILE, UNDO),
    ]
