/** Lines of Fluent, `event-job-started = 🔧 Started`, from the text of a locale. */
export function headingsIn(ftl: string): string[];
