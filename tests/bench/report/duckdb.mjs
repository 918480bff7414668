// The NPS table of exported events as a DuckDB query has it, for comparison: node duckdb.mjs FILE
//
// As `canvass report` counts: one event for each messageId, then the latest answer of each response.
import { DuckDBInstance } from '@duckdb/node-api';

const [file] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const begin = performance.now();
const reader = await connection.runAndReadAll(`
  WITH answers AS (
    SELECT DISTINCT ON (messageId)
      messageId, timestamp, properties.survey AS survey, properties.response AS response,
      properties.question AS question, TRY_CAST(properties.value AS INTEGER) AS value
    FROM read_json('${file.replaceAll("'", "''")}', format = 'newline_delimited', columns = {
      messageId: 'VARCHAR', event: 'VARCHAR', timestamp: 'VARCHAR',
      properties: 'STRUCT(survey VARCHAR, response VARCHAR, question VARCHAR, kind VARCHAR, value VARCHAR)'})
    WHERE event = 'Survey Answered' AND properties.kind = 'nps'
  ),
  counted AS (
    SELECT survey, question, response, arg_max(value, timestamp) AS value
    FROM answers WHERE value BETWEEN 0 AND 10 GROUP BY ALL
  )
  SELECT survey, question, count(*)::INTEGER AS n,
    count(*) FILTER (value >= 9)::INTEGER AS promoters,
    count(*) FILTER (value BETWEEN 7 AND 8)::INTEGER AS passives,
    count(*) FILTER (value <= 6)::INTEGER AS detractors,
    100.0::DOUBLE * (count(*) FILTER (value >= 9) - count(*) FILTER (value <= 6)) / count(*) AS nps
  FROM counted GROUP BY survey, question ORDER BY survey, question`);
const seconds = (performance.now() - begin) / 1000;
console.log(JSON.stringify({ seconds, table: reader.getRowObjectsJson() }));
