// What chats were queued, by name: an item that waits already is not queued twice.
export function createQueuedNames() {
  const queue: { chatId: number; name: string }[] = [];
  return {
    enqueue(chatId: number, name: string): void {
      if (!queue.some((item) => item.name === name)) queue.push({ chatId, name });
    },
    takeQueue(chatId: number): string[] {
      const mine = queue.filter((item) => item.chatId === chatId);
      for (const item of mine) queue.splice(queue.indexOf(item), 1);
      return mine.map(({ name }) => name);
    },
  };
}
