/** Structured logs on standard error: standard output belongs to what the operator is told. */
import pino, { type Logger } from 'pino';

export type Log = Logger;

export const openLog = (level: string): Log => pino({ level, base: null }, pino.destination(2));
