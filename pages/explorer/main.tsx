console.log('explorer');
export {};
