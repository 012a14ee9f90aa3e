-- W2 in PostgreSQL's numeric. psql runs it in the folder of projects.csv and parcels.csv; writes rows.csv and totals.csv there.
-- The remaining-term factor has 60 digits here, not all of them.
\set ON_ERROR_STOP on
SET max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE projects
(
    id text, conversion text, supply text, zone text, collective_land boolean, before_use text, after_use text, lawful_land boolean,
    appraised_plot_price numeric, benchmark_price numeric, new_construction_fee numeric, requisition_compensation numeric, taxes_and_fees numeric,
    far_before numeric, far_after numeric, floor_price_before numeric, floor_price_after numeric, term_extended boolean,
    transition_approved date, supported_industry boolean, transfer_on date, in_allocation_catalogue boolean, must_regrant boolean,
    old_use_price numeric, new_use_price numeric, term_ends date
);
CREATE TEMP TABLE parcels (project text PRIMARY KEY, id text, area numeric, covered_area numeric, in_use_since date);
\copy projects FROM 'projects.csv' (FORMAT csv, HEADER)
\copy parcels FROM 'parcels.csv' (FORMAT csv, HEADER)

CREATE TEMP TABLE full_terms AS
SELECT land_use, CASE land_use WHEN 'residential' THEN 70 WHEN 'commercial' THEN 40 ELSE 50 END AS years
FROM unnest(ARRAY['residential', 'industrial', 'education', 'science', 'culture', 'medical', 'elderly_care', 'sport', 'commercial', 'agricultural', 'mixed']) AS land_use;
CREATE TEMP TABLE factors AS
SELECT remaining, land_use,
    (1 - 1 / power(1.08::numeric(70, 60), remaining)) / (1 - 1 / power(1.08::numeric(70, 60), years)) AS factor
FROM full_terms CROSS JOIN generate_series(0, 70) AS remaining;
ANALYZE projects; ANALYZE parcels; ANALYZE factors;

CREATE TEMP TABLE amounts AS
SELECT projects.id, conversion, price,
    CASE WHEN NOT (supply = 'retained' AND NOT is_open AND far_before IS NOT NULL AND far_after IS NOT NULL) THEN NULL
        WHEN lawful_land AND before_use = 'industrial' AND after_use = 'industrial' AND far_after > far_before AND NOT term_extended THEN 0
        ELSE area * greatest(0, floor_price_after * far_after - CASE WHEN before_use = after_use THEN floor_price_after ELSE floor_price_before END * far_before)
        END AS premium,
    CASE WHEN NOT due THEN NULL WHEN in_allocation_catalogue THEN 0
        ELSE area * greatest(0, new_use_price * new_factor.factor - old_use_price * old_factor.factor) END AS top_up_due
FROM projects
JOIN parcels ON parcels.project = projects.id
CROSS JOIN LATERAL (SELECT least((transition_approved + interval '5 years')::date, transfer_on) AS transition_end) AS ending
CROSS JOIN LATERAL
(
    SELECT transition_approved IS NOT NULL AND lawful_land AND before_use = 'industrial' AND supported_industry AS is_open
) AS transition
CROSS JOIN LATERAL (SELECT is_open AND NOT must_regrant AND transition_end <= date '2027-06-30' AS due) AS topping
LEFT JOIN factors AS new_factor ON due AND new_factor.land_use = after_use AND new_factor.remaining = extract(year FROM term_ends)::integer - extract(year FROM transition_end)::integer
    - (transition_end + (extract(year FROM term_ends)::integer - extract(year FROM transition_end)::integer) * interval '1 year' > term_ends)::integer
LEFT JOIN factors AS old_factor ON due AND old_factor.land_use = before_use AND old_factor.remaining = new_factor.remaining
LEFT JOIN LATERAL
(
    SELECT greatest(appraised_plot_price * area, benchmark_price * area * 0.7, new_construction_fee + requisition_compensation + taxes_and_fees) AS price
    WHERE supply = 'agreement' AND collective_land AND before_use = 'industrial' AND area >= 20000 AND in_use_since <= '2009-12-31'
        AND (covered_area >= area * 0.3 OR after_use IN ('education', 'medical', 'elderly_care', 'sport'))
) AS negotiated ON true;

CREATE TEMP TABLE posted AS
SELECT id, conversion, round(CASE WHEN price > 0 THEN price * 0.03 END, 2) AS deed_tax, round(CASE WHEN price > 0 THEN price * 0.0005 END, 2) AS stamp_duty,
    round(price, 2) AS price_due, round(premium, 2) AS premium, round(top_up_due, 2) AS top_up_due
FROM amounts;

\copy (SELECT id, deed_tax, stamp_duty, price_due, premium, top_up_due FROM posted ORDER BY id COLLATE "C") TO 'rows.csv' (FORMAT csv, HEADER)
\copy (SELECT conversion, count(*) AS projects, sum(deed_tax) AS deed_tax, sum(stamp_duty) AS stamp_duty, sum(price_due) AS price_due, sum(premium) AS premium, sum(top_up_due) AS top_up_due FROM posted GROUP BY conversion ORDER BY conversion COLLATE "C") TO 'totals.csv' (FORMAT csv, HEADER)
