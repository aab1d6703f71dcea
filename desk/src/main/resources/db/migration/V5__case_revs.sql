-- The highest rev that was applied of a kind and scope is looked up for each trouble that comes in.
create index cases_by_scope on cases (kind, scope, trouble_rev);
