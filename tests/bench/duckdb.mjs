// The two workloads in DuckDB: node duckdb.mjs roster|projects FOLDER ROWS TOTALS THREADS [FROM]
// FROM is a folder with node_modules/@duckdb/node-api; without it the usual places are searched.
//
// W1 fits its DECIMAL type. W2's top-up does not: the product of two prices' and factors' digits exceeds DECIMAL's 38.
// So the factor has 22 digits in a HUGEINT, and a fen could differ where a top-up lies within 10^-9 of half a fen.
import { createRequire } from "node:module";
import path from "node:path";

const [workload, folder, rows, totals, threads, from = "."] = process.argv.slice(2);
const require = createRequire(path.resolve(from, "here.js"));
const { DuckDBInstance } = require("@duckdb/node-api");

// With one thread the rows of one table stay in the order of the file; with several, or after a join, they do not.
const inOrder = threads === "1" ? "" : "ORDER BY id";

const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
const input = (name, columns) =>
  `read_csv(${quoted(path.join(folder, name))}, header = true, auto_detect = false, delim = ',', quote = '', escape = '', columns = {${Object.entries(columns)
    .map(([column, type]) => `'${column}': '${type}'`)
    .join(", ")}})`;
const output = (query, file) => `COPY (${query}) TO ${quoted(file)} (FORMAT csv, HEADER)`;

const roster = [
  `CREATE TABLE subsidies AS
   SELECT id, city,
     CASE WHEN category <> 'other' AND year BETWEEN 2019 AND 2027
         AND city IN ('guangzhou', 'shenzhen', 'zhuhai', 'foshan', 'huizhou', 'dongguan', 'zhongshan', 'jiangmen', 'zhaoqing')
       THEN round(CASE WHEN year >= 2021 THEN least(greatest(0, tax_paid - taxable_income * 0.15), 5000000)
                       ELSE greatest(0, tax_paid - taxable_income * 0.15) END, 2)::DECIMAL(18, 2) END AS talent_subsidy
   FROM ${input("roster.csv", {
     id: "VARCHAR",
     city: "VARCHAR",
     category: "VARCHAR",
     year: "INTEGER",
     taxable_income: "DECIMAL(15,2)",
     tax_paid: "DECIMAL(15,2)",
   })}`,
  output(`SELECT id, talent_subsidy FROM subsidies ${inOrder}`, rows),
  output(
    `SELECT city, count(*) AS talents, sum(talent_subsidy) AS talent_subsidy FROM subsidies
     WHERE talent_subsidy IS NOT NULL GROUP BY city ORDER BY city`,
    totals
  ),
];

// v = 10^30 / 1.08^years; the factor by long division, seven digits at a time: each step stays below 2^127.
const factors = `CREATE TABLE factors AS
  WITH RECURSIVE discounts (years, v) AS
    (SELECT 0, 1000000000000000000000000000000::HUGEINT UNION ALL SELECT years + 1, v * 25 // 27 FROM discounts WHERE years < 70),
  full_terms (land_use, years) AS
    (SELECT land_use, CASE land_use WHEN 'residential' THEN 70 WHEN 'commercial' THEN 40 ELSE 50 END FROM
     (SELECT unnest(['residential', 'industrial', 'education', 'science', 'culture', 'medical', 'elderly_care', 'sport', 'commercial', 'agricultural', 'mixed']) AS land_use)),
  parts AS
    (SELECT reached.years AS remaining, land_use, 1000000000000000000000000000000::HUGEINT - reached.v AS above, 1000000000000000000000000000000::HUGEINT - term.v AS below
     FROM full_terms JOIN discounts AS term USING (years) CROSS JOIN discounts AS reached),
  one AS (SELECT *, above // below AS q0, above % below * 10000000 AS r0 FROM parts),
  two AS (SELECT *, r0 // below AS q1, r0 % below * 10000000 AS r1 FROM one),
  three AS (SELECT *, r1 // below AS q2, r1 % below * 10000000 AS r2 FROM two)
  SELECT remaining, land_use, ((q0 * 10000000 + q1) * 10000000 + q2) * 10000000 + r2 // below AS factor FROM three`;

const projects = [
  factors,
  `CREATE TABLE facts AS
   SELECT projects.id, conversion, lawful_land, before_use, after_use, term_extended, area, in_allocation_catalogue, term_ends,
     floor_price_before, floor_price_after, far_before, far_after, old_use_price, new_use_price,
     CASE WHEN supply = 'agreement' AND collective_land AND before_use = 'industrial' AND area >= 20000 AND in_use_since <= DATE '2009-12-31'
         AND (covered_area * 100 >= area * 30 OR after_use IN ('education', 'medical', 'elderly_care', 'sport'))
       THEN greatest(appraised_plot_price * area, benchmark_price * area * 0.7, new_construction_fee + requisition_compensation + taxes_and_fees) END AS price,
     transition_approved IS NOT NULL AND lawful_land AND before_use = 'industrial' AND supported_industry AS is_open,
     supply = 'retained' AND NOT is_open AND far_before IS NOT NULL AND far_after IS NOT NULL AS pays_premium,
     least((transition_approved + INTERVAL 5 YEAR)::DATE, transfer_on) AS transition_end,
     is_open AND NOT must_regrant AND transition_end <= DATE '2027-06-30' AS due
   FROM ${input("projects.csv", {
     id: "VARCHAR",
     conversion: "VARCHAR",
     supply: "VARCHAR",
     zone: "VARCHAR",
     collective_land: "BOOLEAN",
     before_use: "VARCHAR",
     after_use: "VARCHAR",
     lawful_land: "BOOLEAN",
     appraised_plot_price: "DECIMAL(9,2)",
     benchmark_price: "DECIMAL(9,2)",
     new_construction_fee: "DECIMAL(15,2)",
     requisition_compensation: "DECIMAL(15,2)",
     taxes_and_fees: "DECIMAL(15,2)",
     far_before: "DECIMAL(5,2)",
     far_after: "DECIMAL(5,2)",
     floor_price_before: "DECIMAL(9,2)",
     floor_price_after: "DECIMAL(9,2)",
     term_extended: "BOOLEAN",
     transition_approved: "DATE",
     supported_industry: "BOOLEAN",
     transfer_on: "DATE",
     in_allocation_catalogue: "BOOLEAN",
     must_regrant: "BOOLEAN",
     old_use_price: "DECIMAL(9,2)",
     new_use_price: "DECIMAL(9,2)",
     term_ends: "DATE",
   })} AS projects
   JOIN ${input("parcels.csv", { project: "VARCHAR", id: "VARCHAR", area: "DECIMAL(11,2)", covered_area: "DECIMAL(11,2)", in_use_since: "DATE" })} AS parcels
     ON parcels.project = projects.id`,
  `CREATE TABLE posted AS
   SELECT facts.id, conversion,
     round(CASE WHEN price > 0 THEN price * 0.03 END, 2) AS deed_tax, round(CASE WHEN price > 0 THEN price * 0.0005 END, 2) AS stamp_duty,
     round(price, 2) AS price_due,
     CASE WHEN NOT pays_premium THEN NULL
       WHEN lawful_land AND before_use = 'industrial' AND after_use = 'industrial' AND far_after > far_before AND NOT term_extended THEN 0
       ELSE round(area * greatest(0, floor_price_after * far_after - CASE WHEN before_use = after_use THEN floor_price_after ELSE floor_price_before END * far_before), 2)
       END AS premium,
     CASE WHEN NOT due THEN NULL WHEN in_allocation_catalogue THEN 0
       ELSE (((greatest(0, (area * 100)::HUGEINT * ((new_use_price * 100)::HUGEINT * new_factor.factor - (old_use_price * 100)::HUGEINT * old_factor.factor))
              // 1000000000000000000000 + 50) // 100)::DECIMAL(22, 0) * 0.01) END AS top_up_due
   FROM facts
   LEFT JOIN factors AS new_factor ON new_factor.land_use = after_use AND new_factor.remaining = datesub('year', transition_end, term_ends)
   LEFT JOIN factors AS old_factor ON old_factor.land_use = before_use AND old_factor.remaining = new_factor.remaining`,
  output(`SELECT id, deed_tax, stamp_duty, price_due, premium, top_up_due FROM posted ORDER BY id`, rows),
  output(
    `SELECT conversion, count(*) AS projects, sum(deed_tax) AS deed_tax, sum(stamp_duty) AS stamp_duty, sum(price_due) AS price_due,
       sum(premium) AS premium, sum(top_up_due) AS top_up_due FROM posted GROUP BY conversion ORDER BY conversion`,
    totals
  ),
];

const instance = await DuckDBInstance.create(":memory:", { threads });
const connection = await instance.connect();
for (const statement of workload === "roster" ? roster : projects) {
  await connection.run(statement);
}
connection.closeSync();
instance.closeSync();
