using Google.Protobuf.Reflection;

namespace LiveGenre.Grpc.Reflection;

/// <summary>All .proto files behind a set of services, by name, by the symbols and by the extensions in them.</summary>
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = [];
    private readonly Dictionary<string, FileDescriptor> _symbols = [];
    private readonly Dictionary<string, SortedDictionary<int, FileDescriptor>> _extensions = [];

    public DescriptorIndex(IEnumerable<FileDescriptor> files)
    {
        foreach (var file in files)
        {
            Add(file);
        }
    }

    public FileDescriptor? FindFile(string name) => _files.GetValueOrDefault(name);

    public FileDescriptor? FindSymbol(string fullName) => _symbols.GetValueOrDefault(fullName);

    public FileDescriptor? FindExtension(string containingType, int number)
        => _extensions.GetValueOrDefault(containingType)?.GetValueOrDefault(number);

    /// <summary>The extension numbers of a known message, ascending; null for an unknown one.</summary>
    public IEnumerable<int>? FindExtensionNumbers(string containingType)
        => _extensions.TryGetValue(containingType, out var numbers) ? numbers.Keys
            : _symbols.TryGetValue(containingType, out var file) && IsMessage(file, containingType) ? [] : null;

    /// <summary><paramref name="file"/>, then all that it imports, each once.</summary>
    public static IEnumerable<FileDescriptor> WithImports(FileDescriptor file)
    {
        var seen = new HashSet<string> { file.Name };
        var waiting = new Queue<FileDescriptor>([file]);
        while (waiting.TryDequeue(out var next))
        {
            yield return next;
            foreach (var import in next.Dependencies.Where(import => seen.Add(import.Name)))
            {
                waiting.Enqueue(import);
            }
        }
    }

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
        {
            return;
        }
        foreach (var import in file.Dependencies)
        {
            Add(import);
        }
        foreach (var service in file.Services)
        {
            _symbols[service.FullName] = file;
            foreach (var method in service.Methods)
            {
                _symbols[method.FullName] = file;
            }
        }
        foreach (var message in file.MessageTypes)
        {
            Add(message);
        }
        foreach (var type in file.EnumTypes)
        {
            Add(type);
        }
        foreach (var extension in file.Extensions.UnorderedExtensions)
        {
            AddExtension(extension);
        }
    }

    private void Add(MessageDescriptor message)
    {
        _symbols[message.FullName] = message.File;
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            _symbols[field.FullName] = message.File;
        }
        foreach (var oneof in message.Oneofs)
        {
            _symbols[oneof.FullName] = message.File;
        }
        foreach (var nested in message.NestedTypes)
        {
            Add(nested);
        }
        foreach (var type in message.EnumTypes)
        {
            Add(type);
        }
        foreach (var extension in message.Extensions.UnorderedExtensions)
        {
            AddExtension(extension);
        }
    }

    private void Add(EnumDescriptor type)
    {
        _symbols[type.FullName] = type.File;
        foreach (var value in type.Values)
        {
            _symbols[type.FullName[..^type.Name.Length] + value.Name] = type.File; // values stand beside their enum, not in it
        }
    }

    private void AddExtension(FieldDescriptor extension)
    {
        _symbols[extension.FullName] = extension.File;
        var containingType = extension.ExtendeeType.FullName;
        if (!_extensions.TryGetValue(containingType, out var numbers))
        {
            _extensions[containingType] = numbers = [];
        }
        numbers[extension.FieldNumber] = extension.File;
    }

    private static bool IsMessage(FileDescriptor file, string fullName)
    {
        return Holds(file.MessageTypes);

        bool Holds(IEnumerable<MessageDescriptor> messages)
            => messages.Any(message => message.FullName == fullName || Holds(message.NestedTypes));
    }
}
