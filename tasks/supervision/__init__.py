"""The room of the supervision ladder (提醒, 催办, 督办单, 通报); nothing is built in it yet."""
