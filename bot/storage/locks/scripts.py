"""What Redis does in one step for the locks of conversations (Lua).

A conversation has a list of tickets, the first of which holds it, and beside it until when each counts. Both are gone
by themselves once nobody has one. Times are those of Redis, in milliseconds, so that no process's clock matters; where
that clock was set back, what seems to count for longer than anything may has run out.
"""

from __future__ import annotations

from typing import Final

_NOW: Final = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
"""

#: KEYS: when Redis began to keep locks. To be said before anybody waits for it.
BEGIN: Final = _NOW + "return redis.call('SETNX', KEYS[1], now)"

#: KEYS: tickets, until when they count, when Redis began to keep locks. ARGV: the ticket, for how long it counts from
#: now on, for how long a Redis that has just begun lets nobody in. Says whether the ticket holds the conversation.
TAKE: Final = (
    _NOW
    + """
local ticket, lease = ARGV[1], tonumber(ARGV[2])
local since = tonumber(redis.call('GET', KEYS[3]))
if not since then
    since = now
    redis.call('SET', KEYS[3], now)
end
if redis.call('HSET', KEYS[2], ticket, now + lease) == 1 then redis.call('RPUSH', KEYS[1], ticket) end
redis.call('PEXPIRE', KEYS[1], 2 * lease)
redis.call('PEXPIRE', KEYS[2], 2 * lease)
local first = redis.call('LINDEX', KEYS[1], 0)
while first ~= ticket do
    local counts_until = tonumber(redis.call('HGET', KEYS[2], first))
    if counts_until and now < counts_until and counts_until <= now + 2 * lease then return 0 end
    redis.call('LPOP', KEYS[1])
    redis.call('HDEL', KEYS[2], first)
    first = redis.call('LINDEX', KEYS[1], 0)
end
if since <= now and now < since + tonumber(ARGV[3]) then return 0 end
return 1
"""
)

#: The same KEYS. ARGV: the ticket, for how long it counts from now on, for how long a Redis that has just begun lets
#: nobody in, whether the ticket holds the conversation (1 or 0). Says whether the ticket still counts. A Redis that has
#: lost its memory learns from the holders what they hold.
KEEP: Final = (
    _NOW
    + """
local ticket, lease = ARGV[1], tonumber(ARGV[2])
if redis.call('HEXISTS', KEYS[2], ticket) == 0 then
    local since = tonumber(redis.call('GET', KEYS[3]))
    if not since then
        since = now
        redis.call('SET', KEYS[3], now)
    end
    if ARGV[4] ~= '1' or now < since or now >= since + tonumber(ARGV[3]) then return 0 end
    redis.call('LPUSH', KEYS[1], ticket)
end
redis.call('HSET', KEYS[2], ticket, now + lease)
redis.call('PEXPIRE', KEYS[1], 2 * lease)
redis.call('PEXPIRE', KEYS[2], 2 * lease)
return 1
"""
)

#: KEYS: tickets, until when they count. ARGV: the ticket that is given back.
GIVE_BACK: Final = """
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('LREM', KEYS[1], 1, ARGV[1])
return 1
"""
