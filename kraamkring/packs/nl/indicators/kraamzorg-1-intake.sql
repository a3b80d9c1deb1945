SELECT pregnancy, subject, coalesce(first_intake < 252 - gestation_days, FALSE) AS hit,
       coalesce(unborn, CASE WHEN coalesce(earlier_births, 1) > 0 THEN 'not a first child'
                             WHEN coalesce(gestation_days, 0) < 252 THEN 'before 36 weeks' END) AS left_out
FROM mothers
LEFT JOIN (
    SELECT pregnancy, min(day) AS first_intake FROM contacts
    WHERE kind = 'maternity_care_intake' AND held GROUP BY pregnancy
) intakes USING (pregnancy)
