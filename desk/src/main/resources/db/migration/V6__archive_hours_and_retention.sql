-- The archive by the hour, and how long it is kept. On TimescaleDB: a continuous aggregate, compression and
-- policies. On plain PostgreSQL: a view of the same columns, and partitions that are dropped when all of a
-- month is too old.

-- What this database offers: 'partitions' (plain PostgreSQL), 'policies' (TimescaleDB), or 'chunks' (TimescaleDB
-- as built under the Apache licence alone, which has hypertables but no compression, aggregates or policies).
create function archive_kind() returns text
language plpgsql stable as $$
begin
    if to_regclass('point_value_default') is not null then
        return 'partitions';
    elsif current_setting('timescaledb.license', true) = 'timescale' then
        return 'policies';
    end if;
    return 'chunks';
end
$$;

do $$
begin
    if archive_kind() = 'policies' then
        -- A value that is late is in front of the aggregate for two hours; what comes later than that is seen
        -- after the next refresh. Newer hours are added from the rows themselves (materialized_only off).
        execute $view$
            create materialized view point_hour
            with (timescaledb.continuous, timescaledb.materialized_only = false) as
            select device, point, time_bucket(interval '1 hour', time) as hour, count(value) as n,
                   sum(value) as total, min(value) as lowest, max(value) as highest
            from point_value
            where value is not null
            group by 1, 2, 3
            with no data
        $view$;
        perform add_continuous_aggregate_policy('point_hour', start_offset => null,
            end_offset => interval '2 hours', schedule_interval => interval '30 minutes');
        execute $alter$
            alter table point_value set (timescaledb.compress, timescaledb.compress_segmentby = 'device',
                timescaledb.compress_orderby = 'point, time, seq')
        $alter$;
    else
        create view point_hour as
        select device, point, date_bin(interval '1 hour', time, timestamptz '1970-01-01 00:00:00Z') as hour,
               count(value) as n, sum(value) as total, min(value) as lowest, max(value) as highest
        from point_value
        where value is not null
        group by 1, 2, 3;
    end if;
end
$$;

comment on view point_hour is
    'each point of each device by the hour (UTC): how many numbers, their sum, the lowest and the highest';

-- How long things are kept, as it was applied last.
create table archive_setting (
    only_row boolean primary key default true check (only_row),
    readings_kept interval not null,
    compressed_after interval not null
);

-- Says how long readings are kept and when their chunks are compressed; returns whether that is new. Where the
-- database has no policies, drop_archived_before does the work.
create function apply_archive_setting(kept interval, compressed interval) returns boolean
language plpgsql as $$
begin
    lock table archive_setting in exclusive mode;
    if exists (select from archive_setting where readings_kept = kept and compressed_after = compressed) then
        return false;
    end if;
    if archive_kind() = 'policies' then
        perform remove_retention_policy('point_value', if_exists => true);
        perform add_retention_policy('point_value', drop_after => kept);
        perform remove_retention_policy('point_hour', if_exists => true);
        perform add_retention_policy('point_hour', drop_after => kept);
        perform remove_compression_policy('point_value', if_exists => true);
        perform add_compression_policy('point_value', compress_after => compressed);
    end if;
    insert into archive_setting (readings_kept, compressed_after) values (kept, compressed)
    on conflict (only_row) do update
        set readings_kept = excluded.readings_kept, compressed_after = excluded.compressed_after;
    return true;
end
$$;

-- Drops the partitions or chunks that hold nothing of cutoff or later, and at most most_rows older rows of the
-- default partition, where times far from the present stand. Does nothing where a policy does it. Returns what
-- was dropped, and how many rows were deleted one by one.
create function drop_archived_before(cutoff timestamptz, most_rows integer, out dropped text[], out deleted bigint)
language plpgsql as $$
declare
    month record;
begin
    dropped := '{}';
    deleted := 0;
    if archive_kind() = 'chunks' then
        select coalesce(array_agg(chunk::text), '{}') into dropped
        from drop_chunks('point_value', older_than => cutoff) as chunk;
    elsif archive_kind() = 'partitions' then
        for month in
            select c.relname as name
            from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'point_value'::regclass and c.relname ~ '^point_value_[0-9]{4,5}_[0-9]{2}$'
              and (to_date(substr(c.relname, 13), 'YYYY_MM') + interval '1 month') at time zone 'UTC' <= cutoff
            order by 1
        loop
            execute format('drop table %I', month.name);
            dropped := dropped || month.name::text;
        end loop;
        delete from point_value_default
        where ctid = any (array(select ctid from point_value_default where time < cutoff limit most_rows));
        get diagnostics deleted = row_count;
    end if;
end
$$;
