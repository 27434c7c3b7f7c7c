"""What the lab's page sends, and what it was given."""

import json


def page_data(text):
    return json.loads(text.split('id="lab-data">')[1].split("</script>")[0])


def opened(client, name="02-masks"):
    return page_data(client.get(f"/lab/{name}?lang=en").text)


def post(client, action, name="02-masks", **fields):
    return client.post(f"/lab/{name}/{action}?lang=en", json=fields)


def wrong(masks):
    return masks.solution + "\n\ndef positives(x):\n    return x[x >= 0]\n"
