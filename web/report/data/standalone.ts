import module from 'canvass:report-module';
import worker from 'canvass:report-worker';
import { inside } from './inside.ts';

inside.module = module;
inside.worker = worker;
