// Tests mostly wait for sound to pass; each class has a daemon of its own.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
