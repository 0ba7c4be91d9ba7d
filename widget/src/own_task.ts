/**
 * Resolves in a task of its own: what a page does meanwhile, such as scrolling, need not wait for all of the widget's
 * work. Unlike a timer it has no shortest time.
 */
export function ownTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
