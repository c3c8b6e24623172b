"""What a failure tells: everything, as JSON, so that it can be asked again."""

import json


def told(*facts):
    return "\n" + "\n".join(json.dumps(fact) for fact in facts)
