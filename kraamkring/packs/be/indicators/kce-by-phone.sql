SELECT pregnancy, kind AS subject, kind IN ('phone', 'video') AS hit,
       CASE WHEN NOT held THEN 'missed'
            WHEN day < 0 OR day > 41 OR ended <> 'born' THEN 'not after birth' END AS left_out
FROM contacts JOIN mothers USING (pregnancy)
