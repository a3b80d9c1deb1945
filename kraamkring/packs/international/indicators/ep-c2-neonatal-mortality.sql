SELECT pregnancy, subject, coalesce(not_live, too_early) AS left_out,
       coalesce(death_day < 28, FALSE) AS hit
FROM children
