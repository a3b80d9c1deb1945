SELECT pregnancy, subject, coalesce(not_live, too_early) AS left_out,
       coalesce(death_day < 365, FALSE) AS hit
FROM children
