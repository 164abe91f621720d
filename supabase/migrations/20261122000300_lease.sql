-- Exclusive rights of one process, by the database's own time.
create table if not exists public.kostin_lease (
  name text not null primary key,
  holder text not null,
  held_until timestamptz not null
);
alter table public.kostin_lease enable row level security;

-- {"name", "holder", "milliseconds"} → true | false
create or replace function public.lease_acquire(request jsonb) returns jsonb
language plpgsql volatile
as $$
begin
  insert into public.kostin_lease as lease (name, holder, held_until)
    values (request->>'name', request->>'holder', clock_timestamp() + make_interval(secs => (request->>'milliseconds')::float8 / 1000))
    on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until
    where lease.holder = excluded.holder or lease.held_until <= clock_timestamp();
  return to_jsonb(found);
end
$$;

-- {"name", "holder"} → true | false
create or replace function public.lease_release(request jsonb) returns jsonb
language plpgsql volatile
as $$
begin
  delete from public.kostin_lease where name = request->>'name' and holder = request->>'holder';
  return to_jsonb(found);
end
$$;

select public.kostin_close_to_strangers();
