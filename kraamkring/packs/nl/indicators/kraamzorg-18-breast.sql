SELECT children.pregnancy, children.subject, at_last.breast_only AS hit,
       coalesce(not_live, no_care, CASE WHEN NOT coalesce(at_first.breast_only, FALSE) THEN 'not fully breastfed at first'
                                        WHEN at_last.breast_only IS NULL THEN 'not noted at the end' END) AS left_out
FROM children
JOIN cared_for ON cared_for.pregnancy = children.pregnancy
LEFT JOIN feeding at_first ON at_first.pregnancy = children.pregnancy
      AND at_first.slot = children.subject AND at_first.day = first_day
LEFT JOIN feeding at_last ON at_last.pregnancy = children.pregnancy
      AND at_last.slot = children.subject AND at_last.day = last_day
