#!/usr/bin/env python3
"""A producer on the bus, with redis-py and nothing else: tells of a job, asks, and acts on the decision.

    REDIS_URL=redis://127.0.0.1:6379 python3 producer.py shop
"""
import json
import os
import sys
import uuid
from datetime import datetime, timezone

import redis

project = sys.argv[1] if len(sys.argv) > 1 else "shop"
job = f"nightly-{uuid.uuid4().hex[:8]}"
bus = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
STREAM = f"televibe:stream:{project}"


def publish(event_type, data):
    """Into the stream, which loses nothing, and on the channel, which is fast: both or neither."""
    event = {
        "event_id": str(uuid.uuid4()),
        "event_type": event_type,
        "timestamp": datetime.now(timezone.utc).isoformat(),
        "source": {"component": "producer.py"},
        "project_id": project,
        "job_id": job,
        "data": data,
    }
    text = json.dumps(event)
    both = bus.pipeline(transaction=True)
    both.xadd(STREAM, {"event": text})
    both.publish(f"televibe:events:{event_type}", text)
    position, _ = both.execute()
    return event["event_id"], position


def decision_on(approval_id, after):
    """The decision comes into the stream of the project: read on from the request itself, so that none is missed."""
    while True:
        for _, entries in bus.xread({STREAM: after}, block=5000) or []:
            for after, fields in entries:
                event = json.loads(fields["event"])
                if event.get("source", {}).get("component") != "jobwire":
                    continue
                if event["data"].get("approval_id") == approval_id:
                    return event["event_type"].removeprefix("job."), event["data"]


publish("job.started", {"instruction": "Move the orders", "heartbeat_seconds": 600})
bus.xadd(f"televibe:logs:{job}", {"line": "1204 orders to move", "level": "info"})
publish("job.progress", {"progress": 0.5, "last_action": "dry run"})

approval_id = f"{job}-move"
_, asked = publish(
    "job.approval_needed",
    {
        "approval_id": approval_id,
        "scope": "data",
        "action": "move 1204 orders to the archive",
        "reason": "the dry run found no conflict",
        "context": {"orders": 1204},
        "timeout_seconds": 3600,
    },
)
outcome, data = decision_on(approval_id, asked)
print(outcome, data.get("reason", ""), flush=True)

if outcome == "approved":
    publish("job.completed", {"success": True, "summary": "1204 orders moved"})
else:
    publish("job.canceled", {"reason": f"the move was {outcome}"})
bus.xadd(f"televibe:logs:{job}", {"end": "1"})
sys.exit(0 if outcome == "approved" else 1)
