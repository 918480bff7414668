// The report's JSON, as docs/report.md and web/schema/report.schema.json have it. Scores in points or per cent are on
// −100…100 and 0…100, times are ISO 8601 in UTC, and null says that nothing can be said.

export type Bounds = [low: number, high: number];

export type Method = 'score' | 't' | 'wilson' | 'fisherZ' | 'newcombe' | 'welch' | 'adjustedWald' | 'permutation' | 'order' | 'hodgesLehmann' | 'mannWhitney';

export interface Interval {
  method: Method;
  confidence: number;
  low: number;
  high: number;
}

export interface Difference {
  delta: number; // second − first
  se: number;
  interval: Interval;
  p: number;
  pAdjusted?: number; // where several are compared together
  method: Method;
  verdict: 'up' | 'down' | 'unclear';
}

// Any estimate of an entry's metric for a group of responses.
export interface Score {
  n: number;
  value: number | null; // null when n is 0
  se: number | null;
  interval: Interval | null;
}

export interface Share {
  value: number; // %
  interval: Interval | null;
}

export interface Point {
  value: number;
  to?: number; // of scores of whole responses: from value up to this
  count: number;
}

export interface Period extends Score {
  name: string; // "2026-W10"
  from: string;
  to: string;
}

// --- the whole ---------------------------------------------------------------------------------------------------

export interface Located {
  file?: string;
  line?: number;
  message: string;
}

export interface Report {
  surveys: Entry[];
  guides: Guide[];
  events: number;
  duplicates: number;
  rejected: number;
  other: number;
  malformed: Located[];
  malformedCount: number;
  query: {
    survey: string | null;
    by: string[];
    every: Every | null;
    compare: { before: string; after: string } | null;
    since: string | null;
    until: string | null;
  };
  period: { from: string; to: string } | null;
  segmentNames: { name: string; values: number; tooMany: boolean }[];
  support: Support | null;
  struggle: Struggle | null;
  journeys: Journey[];
  experiments: Experiment[];
}

export type Every = 'day' | 'week' | 'month' | 'quarter' | 'year';

export interface Guide {
  id: string;
  kind: string | null;
  shown: number;
  visitors: number;
  completed: number;
  dismissed: number;
  abandoned: number;
  missing: number;
  steps: (GuideShare & { step: string; index: number | null; visitors: number; left: number; missing: number })[];
  tasks: (GuideTask & { task: string })[];
  all: GuideTask | null;
  help: GuideHelp | null;
}

export interface GuideShare {
  share: number | null; // %
  interval: Interval | null;
}

export interface GuideTask extends GuideShare {
  completed: number;
  time: { n: number; median: GuideTime; p75: GuideTime; p90: GuideTime } | null; // ms
}

export interface GuideTime {
  value: number;
  interval: Interval | null;
}

export interface GuideHelp {
  opened: number;
  searches: number;
  contacts: number;
  withoutResults: GuideShare & { count: number };
  queries: { query: string; count: number }[];
  articles: (GuideShare & { article: string; views: number; rated: number; helpful: number })[];
}

// --- one scored question -----------------------------------------------------------------------------------------

export type Metric = 'nps' | 'ces' | 'csat' | 'rating' | 'seq' | 'sus' | 'umuxLite' | 'suprq' | 'csi' | 'pmf';

export interface Verbatim {
  text: string;
  question: string;
  score: number | null;
  category: string | null;
  timestamp: string | null;
  response: string | null;
  tags: string[]; // ids
}

export interface NamedShare {
  name: string; // "easy", "top2", "veryDisappointed"
  count: number;
  value: number; // %
  interval: Interval | null;
}

export interface Change {
  change: Difference | null; // against the last period before it that has answers
}

export interface Comparison {
  before: Period;
  after: Period;
  difference: Difference | null;
}

export interface SegmentGroup extends Score {
  name: string; // the segment's value: "pro"
  versusRest: Difference | null;
}

export interface Segment {
  by: string;
  groups: SegmentGroup[]; // largest first
  missing: number; // responses without a value
  comparisons: number;
  correction: 'holm';
}

export interface Driver {
  name: string;
  label?: string;
  n: number;
  mean: number | null;
  correlation: number | null;
  interval: Interval | null;
  importance: number; // 0…1, all together 1
  slope: number | null;
  potential: number | null; // slope × (highest − mean)
}

export interface Drivers {
  outcome: string;
  n: number;
  r2: number;
  method: 'lmg';
  factors: Driver[]; // most important first
}

export interface Factor extends Score {
  name: string;
  label?: string;
  importance?: number | null; // csi: 1…10
}

export interface BenchmarkTable {
  title: string;
  source: string;
  year: number;
  rows: { name: string; value: number; delta: number; verdict: 'above' | 'below' | 'unclear' }[];
}

export interface Passives extends Omit<NamedShare, 'name' | 'count' | 'value'> {
  n: number;
  share: number | null; // % of all
  atRisk: { n: number; share: number | null; interval: Interval | null }; // % of passives
}

// Everything that an entry may have. What only some metrics have is optional.
export interface Entry {
  id: string;
  survey: string;
  question: string | null;
  metric: Metric | null;
  variant?: string; // ces: "agree7", "effort5"; nps: "enps", "npsB2b"
  direction?: 'higher_is_easier' | 'lower_is_easier';
  title: string | null;
  preset: string | null;
  stage?: string;
  touchpoint?: string;

  n: number;
  rejected: number;
  value: number | null;
  se: number | null;
  sd?: number | null;
  unit: 'points' | 'percent' | 'mean';
  range: Bounds;
  better: 'higher' | 'lower';
  interval: Interval | null;
  intervals: Record<string, Bounds> | null;
  distribution: Point[];
  counts?: Record<string, number>; // nps: promoters, passives, detractors; ces: easy, neutral, difficult
  easy?: number | null;
  share: NamedShare | null;
  mean?: { value: number | null; sd: number | null; se: number | null; interval: Interval | null };
  margin: number | null;
  needed: { margin: number; n: number } | null;
  passives?: Passives;
  grade?: string | null;
  adjective?: string | null;
  susEstimate?: { value: number; caveat: string } | null;
  unweighted?: Score;
  factors?: Factor[];

  shown: number;
  started: number;
  completed: number;
  dismissed: number;
  abandoned: number;
  verbatims: Verbatim[];
  verbatimCount: number;

  trend: (Period & Change)[];
  compare: Comparison | null;
  segments: Segment[];
  drivers: Drivers | null;
  benchmark: BenchmarkTable[] | null;

  // The survey's own, in its first entry only.
  main?: boolean;
  funnel?: Funnel;
  questions?: QuestionResult[];
  themes?: Theme[];
  themesOf?: { texts: number; all: number; sampled: boolean };
  tags?: TagCount[];
  findings?: Finding[];
}

// --- one survey --------------------------------------------------------------------------------------------------

export interface Funnel {
  shown: number;
  started: number;
  completed: number;
  dismissed: number;
  abandoned: number;
  responseRate: Share | null; // started of shown
  completionRate: Share | null; // completed of started
  timeToAnswer: Durations | null; // shown → first answer
  duration: Durations | null; // shown → completed
  questions: FunnelQuestion[];
}

export interface Durations {
  n: number;
  median: number; // ms
  p90: number;
}

export interface FunnelQuestion {
  question: string;
  kind: string;
  answered: number;
  reached: number;
  left: number;
  share: number | null; // % of reached
}

export interface OptionResult {
  value: string;
  label?: string;
  count: number;
  share: number | null; // % of those who answered
  interval: Interval | null;
}

export interface RowResult {
  row: string;
  label?: string;
  answered: number;
  mean: number | null; // of a ranking: the place
  sd?: number | null;
  interval?: Interval | null;
  distribution?: Point[];
  first?: number; // of a ranking: how many put it first
}

export interface QuestionResult {
  question: string;
  kind: string;
  title?: string;
  answered: number;
  rejected: number;
  mean?: number | null;
  sd?: number | null;
  median?: number | null;
  min?: number | null;
  max?: number | null;
  interval?: Interval | null;
  distribution?: Point[];
  options?: OptionResult[];
  rows?: RowResult[];
}

export interface Quote {
  text: string;
  question: string;
  timestamp: string | null;
  score: number | null;
  category: string | null;
  response: string | null;
}

export interface Theme {
  id: string;
  name: string;
  terms: string[];
  count: number;
  share: number; // %
  groups: Record<string, number>; // promoter, passive, detractor, …
  groupShare: Record<string, number>; // % of all of that group with a text
  quotes: Quote[];
}

export interface TagCount {
  id: string;
  name: string;
  count: number; // distinct responses
  share: number | null;
  groups: Record<string, number>;
}

export type FindingKind =
  'sample' | 'change' | 'segment' | 'driver' | 'theme' | 'passives' | 'dropoff' | 'benchmark' | 'support' | 'struggle' | 'tax' | 'effort' | 'spread' | 'satisfaction' | 'open';

export interface Finding {
  kind: FindingKind;
  text: string;
  question?: string;
}

// --- support contacts --------------------------------------------------------------------------------------------

export interface Support {
  tickets: number;
  users: number;
  rate: number | null; // tickets for 100 people seen
  from: string | null;
  to: string | null;
  topics: SupportTopic[];
  survey: string | null;
  question: string | null;
  metric: Metric | null;
  trend: { name: string; from: string; to: string; tickets: number; rate: number | null }[];
  malformed: Located[];
  malformedCount: number;
}

export interface SupportTopic {
  topic: string;
  tickets: number;
  users: number;
  rate: number | null;
  firstWeeks: number; // in a user's weeks 1 to 3
  nextWeeks: number; // weeks 4 to 13
  satisfaction: Score | null; // of users with such a ticket
  difference: Difference | null; // against users without
  priority: number; // 0…1
}

// --- where visitors struggle -------------------------------------------------------------------------------------

export type Signal = 'rage' | 'dead' | 'error' | 'quickBack' | 'thrash' | 'formStruggle' | 'refreshBurst' | 'abandonedForm';

// Page views, and those of them with at least one signal.
export interface StruggleShare {
  views: number;
  with: number;
  share: number | null; // %
  interval: Interval | null;
}

export interface StruggleGroup extends StruggleShare {
  count: number; // signals
  visitors: number;
  satisfaction: Score | null; // of visitors after they hit it
  difference: Difference | null; // against visitors who never did
}

export interface StruggleElement extends StruggleGroup {
  signal: Signal;
  page: string;
  element: string | null; // null: the page as a whole
  role: string | null;
  name: string | null;
  path: string | null;
  satisfactionRank: number | null; // 1: whose visitors score lowest
}

export interface Struggle extends StruggleShare {
  signals: number;
  visitors: number;
  from: string | null;
  to: string | null;
  survey: string | null;
  question: string | null;
  metric: Metric | null;
  unit: Entry['unit'] | null;
  range: [number, number] | null;
  better: 'higher' | 'lower' | null;
  kinds: (StruggleGroup & { signal: Signal })[];
  elements: StruggleElement[];
  elementCount: number;
  pages: (StruggleGroup & { page: string; signals: Partial<Record<Signal, number>> })[];
  every: string | null;
  trend: (StruggleShare & { name: string; from: string; to: string; change: Difference | null })[];
  withoutView: number;
  leftOut: number;
}

// --- journeys and experiments ------------------------------------------------------------------------------------

// Of times some differences have no interval: too few of them.
export interface Shift extends Omit<Difference, 'se' | 'interval'> {
  se: null;
  interval: Interval | null;
}

export interface CountedShare {
  count: number;
  n: number;
  share: number | null; // %
  interval: Interval | null;
}

export type JourneyTimes = { n: number; median: GuideTime; p75: GuideTime; p90: GuideTime } | null; // ms

export interface JourneyPart {
  name: string;
  from: string;
  to: string;
  started: number;
  open: number;
  time: { n: number; value: number | null; interval: Interval | null }; // the median
  offPath: CountedShare;
  finished: CountedShare;
}

export interface JourneyChange {
  time: Shift | null;
  offPath: Difference | null;
  finished: Difference | null;
}

export interface JourneyStep {
  step: string | null;
  index: number | null;
  reached: CountedShare;
  lost: CountedShare;
  time: JourneyTimes;
}

export interface JourneyDetour {
  detour: string | null; // null: beyond those that are told apart
  count: number;
  attempts: CountedShare;
  abandoned: CountedShare;
  lastBeforeAbandoning: number;
  after: { step: string | null; count: number }[];
}

export interface JourneyTax {
  step: string | null;
  lost: number;
  reached: number;
  share: number | null;
  interval: Interval | null;
  detours: { detour: string | null; count: number }[];
}

export interface JourneySatisfaction {
  survey: string;
  question: string;
  metric: Metric;
  unit: Entry['unit'];
  range: [number, number];
  better: 'higher' | 'lower';
  onPath: Score;
  offPath: Score;
  difference: Difference | null;
}

export interface Journey {
  id: string;
  kind: string | null;
  visitors: number;
  started: number;
  finished: number;
  abandoned: number;
  unheard: number;
  open: number;
  finishedShare: CountedShare;
  offPath: CountedShare;
  detoursPerAttempt: number | null;
  visitsToFinish: number | null;
  time: JourneyTimes;
  spread: number | null;
  timeOnPath: JourneyTimes;
  timeOffPath: JourneyTimes;
  timeDifference: Shift | null;
  distribution: { from: number; to: number | null; count: number }[];
  steps: JourneyStep[];
  taxes: JourneyTax[];
  detours: JourneyDetour[];
  satisfaction: JourneySatisfaction[];
  compare: { before: JourneyPart; after: JourneyPart; difference: JourneyChange } | null;
  every: Every | null;
  trend: (JourneyPart & { change: JourneyChange })[];
  reading: string;
  findings: Finding[];
}

export interface ExperimentSide {
  from: string | null;
  to: string | null;
  n: number;
  count?: number;
  open?: number;
  value: number | null;
  interval: Interval | null;
}

export interface Experiment {
  id: string;
  hypothesis: string;
  date: string;
  label: string;
  unit: 'percent' | 'points' | 'mean' | 'ms';
  better: 'higher' | 'lower' | null;
  what: string; // of what there are n
  before: ExperimentSide;
  after: ExperimentSide;
  difference: Difference | Shift | null;
  verdict: 'better' | 'worse' | 'changed' | 'unclear' | 'tooFew';
  text: string;
  overlaps: string[];
  warnings: string[];
}

// --- the tags file -----------------------------------------------------------------------------------------------

export interface Tag {
  id: string;
  name: string;
}

export interface Tagged {
  survey: string;
  response: string;
  question: string;
  tags: string[]; // ids, each once
}

export interface Tags {
  canvassTags: 1;
  tags: Tag[];
  tagged: Tagged[];
}
