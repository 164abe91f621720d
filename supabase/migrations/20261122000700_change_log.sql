-- Which records changed, so that an export can be followed by what changed since (decision 9): one row for
-- each record that was written or deleted while the log is on, with its newest transaction. Off until an export.
create table if not exists public.kostin_change (
  key text collate "C" not null primary key,
  changed xid8 not null
);
alter table public.kostin_change enable row level security;
create index if not exists kostin_change_changed on public.kostin_change (changed);

-- The exports: what a cursor must name. Where the store was set back to an older copy, it does not know the cursor.
create table if not exists public.kostin_export (
  id uuid not null primary key,
  -- Every transaction below was finished when the export looked; null until it is complete.
  since xid8,
  -- The database it was: transaction numbers mean nothing in another one.
  home text not null,
  made_at timestamptz not null default clock_timestamp()
);
alter table public.kostin_export enable row level security;

create or replace function public.kostin_record_changed() returns trigger
language plpgsql
as $$
begin
  insert into public.kostin_change as known (key, changed)
    values (case when tg_op = 'DELETE' then old.key else new.key end, pg_current_xact_id())
    on conflict (key) do update set changed = excluded.changed where known.changed <> excluded.changed;
  return null;
end
$$;

-- Every key but references and these first words, which are no records': those of the operational patterns and counters
-- of src/domain/keys.ts, held to them by tests/domain/keys.test.ts. A new entity needs nothing here. Written out in both,
-- since a call of a function here costs every statement its planning. They sleep until kv_change_log wakes them.
drop trigger if exists kostin_record_written on public.kv_store_dbd6b95a;
create trigger kostin_record_written after insert or update on public.kv_store_dbd6b95a for each row
  when (new.key !~ '^(agenda|chat-moved|counter|expires|fault-told|flow|inbox|inbox-open|outbox|outbox-dead|search|sent|telegram-file):' and not new.value ? '$ref')
  execute function public.kostin_record_changed();
drop trigger if exists kostin_record_deleted on public.kv_store_dbd6b95a;
create trigger kostin_record_deleted after delete on public.kv_store_dbd6b95a for each row
  when (old.key !~ '^(agenda|chat-moved|counter|expires|fault-told|flow|inbox|inbox-open|outbox|outbox-dead|search|sent|telegram-file):' and not old.value ? '$ref')
  execute function public.kostin_record_changed();
alter table public.kv_store_dbd6b95a disable trigger kostin_record_written, disable trigger kostin_record_deleted;

-- Nothing says what a truncate took away: no cursor is good after it.
create or replace function public.kostin_truncated() returns trigger
language plpgsql
as $$
begin
  delete from public.kostin_export;
  return null;
end
$$;
drop trigger if exists kostin_truncated on public.kv_store_dbd6b95a;
create trigger kostin_truncated after truncate on public.kv_store_dbd6b95a execute function public.kostin_truncated();

create or replace function public.kostin_change_log_is_on() returns boolean
language sql stable
as $$
  select count(*) = 2 from pg_trigger
  where tgrelid = 'public.kv_store_dbd6b95a'::regclass and tgname like 'kostin\_record\_%' and tgenabled <> 'D'
$$;

-- {"on": true, "id": uuid of the export that begins} | {"on": false} → true. Waits for the commits under way, so
-- whoever looks afterwards sees all that went unlogged. Off: the log and every cursor are forgotten. Runs as the
-- table's owner, which service_role is not.
create or replace function public.kv_change_log(request jsonb) returns jsonb
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '10s'
as $$
begin
  if (request->>'on')::boolean then
    if not public.kostin_change_log_is_on() then
      alter table public.kv_store_dbd6b95a enable trigger kostin_record_written, enable trigger kostin_record_deleted;
    end if;
    delete from public.kostin_export where since is null and made_at < now() - interval '7 days';
    insert into public.kostin_export (id, home) values ((request->>'id')::uuid, public.kostin_home());
  else
    alter table public.kv_store_dbd6b95a disable trigger kostin_record_written, disable trigger kostin_record_deleted;
    delete from public.kostin_export;
    delete from public.kostin_change;
  end if;
  return 'true';
end
$$;

create or replace function public.kostin_home() returns text
language sql stable
as $$
  select c.system_identifier || '/' || d.oid from pg_control_system() c, pg_database d where d.datname = current_database()
$$;

-- {"cursor"?: "<export's id>"} → {"since": "<number>", "cursor": null | "good" | "unknown" | "elsewhere" | "future"}
-- `since`: every transaction below it is finished, so what they wrote is seen by whoever looks now.
create or replace function public.kv_snapshot(request jsonb) returns jsonb
language plpgsql stable
as $$
declare
  kept public.kostin_export;
  verdict text;
begin
  if request ? 'cursor' then
    select * into kept from public.kostin_export where id = (request->>'cursor')::uuid;
    verdict := case
      when kept.since is null or not public.kostin_change_log_is_on() then 'unknown'
      when kept.home <> public.kostin_home() then 'elsewhere'
      when kept.since > pg_snapshot_xmax(pg_current_snapshot()) then 'future'
      else 'good'
    end;
  end if;
  return jsonb_build_object('since', pg_snapshot_xmin(pg_current_snapshot())::text, 'cursor', verdict);
end
$$;

-- {"id", "since": as kv_snapshot said} → true, or false when the log was switched off since the export began. To be
-- called when it is complete: a copy of the store from before then does not know the cursor.
create or replace function public.kv_keep_cursor(request jsonb) returns jsonb
language plpgsql volatile
as $$
begin
  update public.kostin_export set since = (request->>'since')::xid8
    where id = (request->>'id')::uuid and home = public.kostin_home();
  return to_jsonb(found);
end
$$;

-- {"cursor", "from", "to", "limit"} → [key…] in byte order: the records of this range that were written or deleted
-- since; a record that a transaction open at the time had written comes again.
create or replace function public.kv_changed(request jsonb) returns jsonb
language plpgsql stable
set plan_cache_mode = force_custom_plan
as $$
declare
  since_ xid8;
  found jsonb;
begin
  select e.since into strict since_ from public.kostin_export e where e.id = (request->>'cursor')::uuid;
  select coalesce(jsonb_agg(page.key order by page.key), '[]') into found from (
    select c.key from public.kostin_change c
    where c.changed >= since_ and c.key >= request->>'from' and c.key < request->>'to'
    order by c.key limit (request->>'limit')::int) page;
  return found;
end
$$;

-- {"keys"} → those that are not there.
create or replace function public.kv_missing(request jsonb) returns jsonb
language sql stable
as $$
  select coalesce(jsonb_agg(k.key), '[]') from jsonb_array_elements_text(request->'keys') as k(key)
  where not exists (select from public.kv_store_dbd6b95a e where e.key = k.key)
$$;

-- {"from", "to"} → how many keys are in this range.
create or replace function public.kv_count(request jsonb) returns jsonb
language plpgsql stable
as $$
begin
  return (select to_jsonb(count(*)) from public.kv_store_dbd6b95a
    where key ~>=~ (request->>'from') and key ~<~ (request->>'to'));
end
$$;

select public.kostin_close_to_strangers();
do $$
begin
  if exists (select from pg_roles where rolname = 'service_role') then
    grant execute on function public.kostin_home(), public.kostin_change_log_is_on() to service_role;
  end if;
end
$$;
