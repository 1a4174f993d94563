Console.WriteLine("livegenre");
