console.log('clauses');
export {};
