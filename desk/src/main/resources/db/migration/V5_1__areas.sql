-- Cases that are part of the trouble of an area, or of a device that theirs depends on.

alter table cases
    -- the troubles that claim this one, each as kind|scope
    add column claimants text[] not null default '{}';

-- Those that wait until the case of a claimant is opened.
create index cases_waiting_for_area on cases using gin (claimants)
    where area_case = '' and state not in ('closed', 'rejected', 'withdrawn', 'absorbed');
