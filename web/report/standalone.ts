// The report page in one file: dist/report/standalone.html.

import './data/standalone.ts'; // first: the page looks for what it brings as soon as it runs
import './report.ts';
