"""Guards the tables of linking: people by ticket, evidence and keys for the pipeline and its functions only."""

from django.db import migrations

from kith.common.row_security import grant, person_policy, pipeline_only

GUARDS = "\n".join(
    [
        person_policy("linking_person", data_class="existence", column="id"),
        person_policy("linking_profile", data_class="existence"),
        person_policy("linking_address", data_class="headlines"),
        person_policy("linking_protectedaddress", data_class="protected"),
        person_policy("linking_membership", data_class="headlines"),
        person_policy("linking_tie", data_class="headlines"),
        pipeline_only("linking_searchkey"),
        pipeline_only("linking_edge"),
        pipeline_only("linking_judgement"),
        pipeline_only("linking_reviewitem"),
        grant("linking_decision", web="SELECT"),
    ]
)


class Migration(migrations.Migration):
    """One arm per role and table."""

    dependencies = [("linking", "0001_people")]
    operations = [migrations.RunSQL(GUARDS)]
